// Cognito signs out without asking; the button is for a browser that runs no scripts.
document.querySelector('form')?.requestSubmit(document.querySelector('button'));
