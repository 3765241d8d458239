export default {
  'share.all': 'All of it comes back if you cancel {before}.',
  'share.part': '{percent}% comes back if you cancel {before}.',
  'share.none': 'After that nothing comes back.',
  'share.never': 'Nothing comes back if you cancel.',
  'before.start': 'before the visit starts',
  'before.hours': { one: 'at least 1 hour before', other: 'at least {count} hours before' },
  'before.days': { one: 'at least 1 day before', other: 'at least {count} days before' },
  doctor: 'If the doctor cancels, all of it comes back.',
  'now.all': 'Cancel by {when} and all of it comes back.',
  'now.part': 'Cancel by {when} and {percent}% comes back.',
  'now.none': 'It is too late for a refund if you cancel.',
} as const;
