package dev.rootbridge.web;

/** For which screens a drawing is. Each is drawn for both, since smaller text could not be read. */
enum Fit {
  /** With room for a name beside what is drawn. */
  ROOMY("roomy"),
  /** A phone. */
  TIGHT("tight");

  private final String styleClass;

  Fit(String styleClass) {
    this.styleClass = styleClass;
  }

  /** The class that style.css shows or hides it by. */
  public String styleClass() {
    return styleClass;
  }
}
