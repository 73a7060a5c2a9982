// A text field that grows with its words. Enter sends them, as the button of its form does; Shift and Enter do not.

const MOST_PX = 132;

export class Field {
  /** `send(text)` gives whether it went through; words that did not come back into the empty field. */
  constructor(form, send) {
    this.form = form;
    this.send = send;
    this.element = form.querySelector("textarea");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.element.addEventListener("input", () => this.#grow());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
  }

  put(text) {
    this.element.value = text;
    this.#grow();
  }

  async #send() {
    const text = this.element.value;
    if (!text.trim()) return;
    this.put("");
    const sent = await this.send(text);
    if (!sent && !this.element.value) this.put(text);
  }

  #grow() {
    this.element.style.height = "auto";
    this.element.style.height = `${Math.min(this.element.scrollHeight, MOST_PX)}px`;
    this.form.classList.toggle("has-words", this.element.value.trim() !== "");
  }
}
