/* Swagger UI with its own start file, because the content security policy allows no inline script. */
const message = document.getElementById('message');

const Nothing = () => null;
const withoutServers = () => Nothing;

/** Gives Swagger UI the landmark and the heading that it leaves out, so that a screen reader finds its way. */
const landmarks = () => ({
  wrapComponents: {
    InfoContainer:
      (Original, { React }) =>
      (props) =>
        React.createElement('section', { 'aria-label': 'About this API' }, React.createElement(Original, props)),
    AuthorizeBtnContainer:
      (Original, { React }) =>
      (props) =>
        React.createElement('section', { 'aria-label': 'Authorization' }, React.createElement(Original, props)),
    // There is one server, the one of this page; its list would have no name.
    ServersContainer: withoutServers,
    operations:
      (Original, { React }) =>
      (props) =>
        React.createElement(React.Fragment, null, React.createElement('h2', null, 'Operations'), React.createElement(Original, props)),
  },
});

async function start() {
  const config = await (await fetch('/config.json')).json();
  const reply = await fetch(`${config.apiUrl}/openapi.json`);
  if (!reply.ok) throw new Error(`openapi.json answered ${reply.status}`);
  message.textContent = '';
  window.SwaggerUIBundle({
    spec: {
      ...(await reply.json()), // The description's own paths begin with /v1.
      servers: [{ url: config.apiUrl.replace(/\/v1$/, '') }],
    },
    domNode: document.getElementById('swagger'),
    // A link inside a button is two controls in one: a screen reader cannot tell them apart.
    deepLinking: false,
    plugins: [landmarks],
    docExpansion: 'list',
    displayRequestDuration: true,
    // Tokens are pasted for a try; they are not kept.
    persistAuthorization: false,
    validatorUrl: null,
  });
}

start().catch((error) => {
  message.textContent = `The API’s description could not be loaded (${error.message}). Is the API running? Load this page again to try once more.`;
});
