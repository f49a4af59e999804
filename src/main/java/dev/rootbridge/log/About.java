package dev.rootbridge.log;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.MDC;

/**
 * What one line of the log is about, apart from its words. In a log of JSON objects these are the
 * fields of its member {@code about}; in one of text they don't show. They are in the thread's
 * context for that line only.
 */
public final class About {

  private final Map<Field, String> fields;

  /** The names under which programs find it; they stay as they are. */
  public enum Field {
    /** A trust domain, or several, separated by commas. */
    DOMAIN,
    /** A remote cluster; of this one there is no such field. */
    CLUSTER,
    /** The namespace of the object that the line is about. */
    NAMESPACE,
    /** Its name. */
    NAME,
    /** Why, in stable CamelCase. */
    REASON,
    /** What changed: an anchor, a condition, a resource. */
    WHAT,
    /** How that stood. */
    BEFORE,
    /** How it stands. */
    AFTER,
    /** Who or what made it so, as far as it is seen from here. */
    CAUSE;

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private About(Map<Field, String> fields) {
    this.fields = Collections.unmodifiableMap(fields);
  }

  /** About that alone; of what isn't known, an empty text, there is no field. */
  public static About the(Field field, String value) {
    return new About(new EnumMap<>(Field.class)).and(field, value);
  }

  /** About that too. */
  public About and(Field field, String value) {
    if (value.isEmpty()) {
      return this;
    }
    Map<Field, String> more = new EnumMap<>(Field.class);
    more.putAll(fields);
    more.put(field, value);
    return new About(more);
  }

  /** Logs a line that is about this. */
  public void log(Runnable line) {
    fields.forEach((field, value) -> MDC.put(field.key(), value));
    try {
      line.run();
    } finally {
      fields.keySet().forEach(field -> MDC.remove(field.key()));
    }
  }
}
