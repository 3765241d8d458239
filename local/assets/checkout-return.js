// The button is for a browser that runs no scripts.
document.querySelector('form')?.requestSubmit();
