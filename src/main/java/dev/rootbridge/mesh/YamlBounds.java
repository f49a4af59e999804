package dev.rootbridge.mesh;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Whether a YAML text can be loaded without harm. The loader's own limits are on characters, depth
 * and aliases of collections; within them, a text of one MiB can still fill the memory by its
 * number of nodes, or by what a reader copies each time an alias is met, and a collection that
 * holds itself overflows the stack as soon as it is hashed as a key. So the text is read once as a
 * stream, which keeps nothing, and each alias counts as much as what it stands for.
 */
final class YamlBounds {

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_NODES = 20_000;
  private static final int MAX_DEPTH = 50;

  private final Map<String, Size> anchors = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private Size total = Size.NONE;
  private int line;

  /** How much there is with all aliases replaced by what they stand for. */
  private record Size(long nodes, long characters) {
    static final Size NONE = new Size(0, 0);

    Size plus(Size more) {
      return new Size(nodes + more.nodes, characters + more.characters);
    }
  }

  /** A collection whose end hasn't come yet. */
  private static final class Open {
    private final Optional<String> anchor;
    private final boolean isMapping;
    private final Size before;
    private boolean isKeyNext = true;

    Open(CollectionStartEvent start, Size before) {
      this.anchor = Optional.ofNullable(start.getAnchor());
      this.isMapping = start instanceof MappingStartEvent;
      this.before = before;
    }
  }

  private YamlBounds() {}

  /**
   * Looks through the text.
   *
   * @throws YAMLException if it is over a bound, or no YAML
   */
  static void require(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new YAMLException("it is longer than " + MAX_CHARACTERS + " characters");
    }
    YamlBounds bounds = new YamlBounds();
    for (Event event : new Yaml(new LoaderOptions()).parse(new StringReader(text))) {
      bounds.take(event);
    }
  }

  private void take(Event event) {
    line = event.getStartMark().getLine() + 1;
    if (event instanceof ScalarEvent scalar) {
      Size size = new Size(1, scalar.getValue().length());
      add(size);
      remember(Optional.ofNullable(scalar.getAnchor()), size);
      nodeEnded();
    } else if (event instanceof AliasEvent alias) {
      follow(alias.getAnchor());
    } else if (event instanceof CollectionStartEvent start) {
      start(start);
    } else if (event instanceof CollectionEndEvent) {
      Open ended = open.pop();
      remember(
          ended.anchor,
          new Size(
              total.nodes() - ended.before.nodes(),
              total.characters() - ended.before.characters()));
      nodeEnded();
    }
  }

  private void start(CollectionStartEvent start) {
    if (!open.isEmpty() && open.peek().isMapping && open.peek().isKeyNext) {
      throw beyond("a key is no text");
    }
    if (open.size() == MAX_DEPTH) {
      throw beyond("it is nested deeper than " + MAX_DEPTH);
    }
    open.push(new Open(start, total));
    add(new Size(1, 0));
  }

  private void follow(String anchor) {
    if (open.stream().anyMatch(outer -> outer.anchor.filter(anchor::equals).isPresent())) {
      throw beyond("an alias stands inside of what it stands for");
    }
    // What was never named is for the loader to tell.
    Size size = anchors.getOrDefault(anchor, Size.NONE);
    if (!open.isEmpty() && open.peek().isMapping && open.peek().isKeyNext && size.nodes() != 1) {
      throw beyond("a key is no text");
    }
    add(size);
    nodeEnded();
  }

  private void remember(Optional<String> anchor, Size size) {
    anchor.ifPresent(name -> anchors.put(name, size));
  }

  private void add(Size size) {
    total = total.plus(size);
    if (total.nodes() > MAX_NODES) {
      throw beyond("it has more than " + MAX_NODES + " values, counting aliases in full");
    }
    if (total.characters() > MAX_CHARACTERS) {
      throw beyond("it has more than " + MAX_CHARACTERS + " characters, counting aliases in full");
    }
  }

  private YAMLException beyond(String what) {
    return new YAMLException("line " + line + ": " + what);
  }

  private void nodeEnded() {
    if (!open.isEmpty()) {
      open.peek().isKeyNext = !open.peek().isKeyNext;
    }
  }
}
