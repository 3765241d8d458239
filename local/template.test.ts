import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { loadTemplate } from './template.ts';

const load = (stacks: Record<string, unknown>, rewrite?: (text: string) => string) => {
  const directory = mkdtempSync(join(tmpdir(), 'arogya-template-'));
  for (const [name, template] of Object.entries(stacks)) writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template));
  return loadTemplate(directory, { queueUrl: (name) => `http://queues/${name}`, rewrite });
};
const table = { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} };
const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } };
const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'payments' } };
const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } };
/** A function whose environment has the value, resolved. */
const resolved = (value: unknown, more: Record<string, unknown> = {}, others: Record<string, unknown> = {}) => {
  const stack = {
    Resources: {
      Table: table,
      Queue: queue,
      Secret: secret,
      Topic: topic,
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Value: value } },
    },
    ...more,
  };
  return load({ one: stack, ...others }).ofType('AWS::Lambda::Function')[0]?.properties.Value;
};

describe('the resolver', () => {
  test.each([
    ['Ref of a table is its name', { Ref: 'Table' }, 'one-Table'],
    ['Ref of a queue is its URL', { Ref: 'Queue' }, 'http://queues/letters'],
    ['Ref of a secret is its ARN', { Ref: 'Secret' }, expect.stringMatching(/^arn:aws:secretsmanager:.+:secret:payments-\w{6}$/)],
    ['Ref of a topic is its ARN', { Ref: 'Topic' }, 'arn:aws:sns:ap-south-1:000000000000:news'],
    ['an ARN', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:ap-south-1:000000000000:letters'],
    ['an ARN with a dot', { 'Fn::GetAtt': 'Table.Arn' }, 'arn:aws:dynamodb:ap-south-1:000000000000:table/one-Table'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-ap-south-1'],
    ['Split and Select', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] }, 'letters'],
    ['Sub', { 'Fn::Sub': `\${AWS::AccountId}/\${Queue.QueueName}/\${!literal}` }, `000000000000/letters/\${literal}`],
    ['Sub with its own names', { 'Fn::Sub': [`\${who} \${Table}`, { who: { Ref: 'AWS::StackName' } }] }, 'one one-Table'],
    ['a parameter', { Ref: 'Size' }, 'small'],
    ['If', { 'Fn::If': ['IsSmall', 'yes', { Ref: 'AWS::NoValue' }] }, 'yes'],
    ['If not', { 'Fn::If': ['IsLarge', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Size' }, 'memory'] }, 128],
    ['a key that is called Condition', { Condition: { Bool: true } }, { Condition: { Bool: true } }],
  ])('%s', (_, value, expected) => {
    const more = {
      Parameters: { Size: { Default: 'small' } },
      Conditions: { IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] }, IsLarge: { 'Fn::Not': [{ Condition: 'IsSmall' }] } },
      Mappings: { Sizes: { small: { memory: 128 } } },
    };
    expect(resolved(value, more)).toEqual(expected);
  });

  test('reads another stack’s export and another stack’s output', () => {
    const others = {
      two: {
        Resources: { Two: table },
        Outputs: { Out: { Value: { Ref: 'Two' } }, Strong: { Value: { Ref: 'Two' }, Export: { Name: 'two:table' } } },
      },
    };
    expect(resolved({ 'Fn::ImportValue': 'two:table' }, {}, others)).toBe('two-Two');
    expect(resolved({ 'Fn::GetStackOutput': { StackName: 'two', OutputName: 'Out', Region: 'ap-south-1' } }, {}, others)).toBe('two-Two');
    expect(() => resolved({ 'Fn::GetStackOutput': { StackName: 'two', OutputName: 'Gone' } }, {}, others)).toThrow(
      'wants output Gone of two',
    );
  });

  test.each([
    [{ 'Fn::Cidr': ['10.0.0.0/16', 1] }, 'does not know Fn::Cidr'],
    [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'does not know Colour of AWS::SQS::Queue'],
    [{ Ref: 'Nobody' }, 'refers to Nobody'],
    [{ 'Fn::ImportValue': 'nowhere' }, 'imports nowhere'],
  ])('refuses %j with a message for people', (value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });

  test('gives long names that stay different', () => {
    const long = 'ConsultationNotesOnLetterRequestedConsumerWithAVeryLongNameIndeed'.repeat(2);
    const names = load({ one: { Resources: { [`${long}A`]: { Type: 'AWS::SQS::Queue' }, [`${long}B`]: { Type: 'AWS::SQS::Queue' } } } })
      .ofType('AWS::SQS::Queue')
      .map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(80);
  });
});

describe('a template', () => {
  test('is read for the origins that are really used', () => {
    const stack = { Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: { WEB_ORIGINS: 'http://localhost:8787' } } } };
    const template = load({ one: stack }, (text) => text.replaceAll('http://localhost:8787', 'http://localhost:1234'));
    expect(template.ofType('AWS::Lambda::Function')[0]?.properties).toEqual({ WEB_ORIGINS: 'http://localhost:1234' });
  });

  test('says what is left out and why, and refuses what is neither known nor left out', () => {
    const resources = { Role: { Type: 'AWS::IAM::Role' }, Table: table };
    expect(load({ one: { Resources: resources } }).ignored).toEqual([
      { logicalId: 'Role', type: 'AWS::IAM::Role', reason: expect.stringContaining('rights') },
    ]);
    expect(() => load({ one: { Resources: { ...resources, Odd: { Type: 'Custom::Thing' } } } })).toThrow('Custom::Thing (Odd in one)');
  });

  test('leaves out resources whose condition does not hold', () => {
    const stack = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: { Table: { ...table, Condition: 'Never' } } };
    expect(load({ one: stack }).ofType('AWS::DynamoDB::GlobalTable')).toEqual([]);
  });
});
