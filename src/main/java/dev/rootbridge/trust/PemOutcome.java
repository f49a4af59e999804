package dev.rootbridge.trust;

import java.util.List;

/** What became of a PEM text: all of its certificates, or none and why. */
public sealed interface PemOutcome {

  /**
   * The whole text was understood.
   *
   * @param entries at least one, in the order of the text, as often as it has them
   */
  record Certificates(List<Entry> entries) implements PemOutcome {
    public Certificates {
      entries = List.copyOf(entries);
    }

    /** The certificates without their places. */
    public List<Anchor> anchors() {
      return entries.stream().map(Entry::anchor).toList();
    }
  }

  /**
   * One certificate of the text.
   *
   * @param line the line of its BEGIN, counted from 1
   * @param anchor the certificate
   */
  record Entry(int line, Anchor anchor) {}

  /**
   * Something in the text is no certificate, so that nothing of it is taken.
   *
   * @param line where, counted from 1
   * @param problem what is wrong and what to do, one line without anything of the text that could
   *     be secret
   */
  record Rejected(int line, String problem) implements PemOutcome {

    /** Place and problem in one line. */
    public String message() {
      return "line " + line + ": " + problem;
    }
  }
}
