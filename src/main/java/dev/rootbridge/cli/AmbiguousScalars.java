package dev.rootbridge.cli;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Locale;
import java.util.Set;

/**
 * Quotes every string that a reader of YAML 1.1 or 1.2 could take for something else: numbers in
 * all their notations, dates, times of day, booleans and null. All but the words start with
 * something other than a letter.
 */
final class AmbiguousScalars extends StringQuotingChecker.Default {

  private static final long serialVersionUID = 1L;

  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  @Override
  public boolean needToQuoteName(String name) {
    return isAmbiguous(name) || super.needToQuoteName(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    // What has several lines is nothing else, and stays readable as a block.
    return (value.indexOf('\n') < 0 && isAmbiguous(value)) || super.needToQuoteValue(value);
  }

  private static boolean isAmbiguous(String text) {
    return text.isEmpty()
        || !(isLetter(text.charAt(0)) || text.charAt(0) == '/')
        || WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
