// Run by a test: says under which Node scripts run, and which arguments reach them.
console.log(process.version);
console.log(JSON.stringify(process.argv.slice(2)));
