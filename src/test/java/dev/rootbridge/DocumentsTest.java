package dev.rootbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name what is there: files, headings, settings, reasons, alerts and metrics. */
class DocumentsTest {

  private static final Path ROOT = Documents.ROOT;

  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");

  /** Its words may break over a line; pictures are links too. */
  private static final Pattern LINK =
      Pattern.compile(
          "\\[(?:[^\\]\\[\\n]|\\n(?!\\s*\\n))*]\\(\\s*([^)\\s]+)(?:\\s+\"[^\"]*\")?\\s*\\)");

  private static final Pattern LINKED_PICTURE =
      Pattern.compile("!\\[[^\\]]*]\\([^)]*\\)]\\(\\s*([^)\\s]+)");

  private static final Pattern HTML_LINK = Pattern.compile("<a\\b[^>]*\\bhref=[\"']([^\"']+)[\"']");
  private static final Pattern PICTURE = Pattern.compile("<(?:img|source)\\b[^>]*>");
  private static final Pattern PICTURE_FILE = Pattern.compile("\\bsrc(?:set)?=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern SETTING =
      Pattern.compile("(?<![\\w./-])(rootbridge(?:\\.[a-z][a-z-]*)+)(?=[\\s=`,;:)]|$)");
  private static final Pattern METRIC = Pattern.compile("\\brootbridge_[a-z_]+\\b");
  private static final Pattern ALERT = Pattern.compile("\\bRootbridge[A-Z]\\w+");

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : Documents.all()) {
      for (String target : targets(withoutFences(document))) {
        if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
          dead.add(ROOT.relativize(document) + ": " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  /** Else a link that is broken over lines would be looked at by nobody. */
  @Test
  void aLinkIsSeenHoweverItIsWritten() {
    assertThat(
            targets(
                """
                [one](a.md), [its words
                break](b.md#c), ![a picture](d.png), <a class="x"
                href="e.md">five</a>, [with a title](f.md "F"), [![a picture](g.png)](h.md)
                - [x] no link

                [not] (i.md) and [neither

                this](j.md)
                """))
        .containsExactlyInAnyOrder("a.md", "b.md#c", "d.png", "e.md", "f.md", "g.png", "h.md");
  }

  @Test
  void everyPictureIsThereAndSaidInWords() throws IOException {
    List<String> wanting = new ArrayList<>();
    int looked = 0;
    for (Path document : Documents.all()) {
      for (String picture : found(PICTURE, withoutFences(document), 0)) {
        looked++;
        List<String> files = found(PICTURE_FILE, picture, 1);
        boolean isSaid = picture.startsWith("<source") || picture.matches(".*alt=\"[^\"]{20,}\".*");
        if (files.size() != 1 || !leadsSomewhere(document, files.get(0)) || !isSaid) {
          wanting.add(ROOT.relativize(document) + ": " + picture);
        }
      }
    }
    assertThat(wanting).isEmpty();
    assertThat(looked).isPositive();
  }

  /** ReferencePagesTest holds that page against the code. */
  @Test
  void everySettingIsInTheReference() throws IOException {
    Set<String> known = settingsInTheReference();
    assertThat(known).contains("rootbridge.local.trust-domain", "rootbridge.sync.write-burst");

    Map<String, Set<String>> unknown = new HashMap<>();
    for (Path document : Documents.all()) {
      Set<String> named = new TreeSet<>(found(SETTING, Files.readString(document), 1));
      named.removeIf(name -> isKnown(name, known));
      if (!named.isEmpty()) {
        unknown.put(ROOT.relativize(document).toString(), named);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyReasonInATableIsInTheCode() throws IOException {
    String code = text("src/main/java", ".java");
    List<String> unknown = new ArrayList<>();
    int looked = 0;
    for (Path document : Documents.all()) {
      for (String reason : reasons(Files.readString(document))) {
        looked++;
        // Labels of enums and reasons of conditions are literals, or labels of an enum in words.
        if (!code.contains('"' + reason + '"')) {
          unknown.add(ROOT.relativize(document) + ": " + reason);
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(looked).isGreaterThan(40);
  }

  @Test
  void everyAlertHasItsRunBookAndEveryMetricIsMade() throws IOException {
    Set<String> alerts =
        new TreeSet<>(
            found(
                Pattern.compile("alert: (\\w+)"),
                Files.readString(ROOT.resolve("helm/rootbridge/files/alerts.yaml")),
                1));
    String operations = Files.readString(ROOT.resolve("docs/operations.md"));
    assertThat(new TreeSet<>(found(ALERT, operations, 0))).isEqualTo(alerts);

    String made = text("src/main/java", ".java");
    for (Path document : Documents.all()) {
      for (String metric : found(METRIC, Files.readString(document), 0)) {
        String name = metric.replaceAll("_(total|max)$", "").replace('_', '.');
        assertThat(made).as("%s in %s", metric, document).contains('"' + stem(name, made) + '"');
      }
    }
  }

  /** The registry of metrics adds a unit to some of the names. */
  private static String stem(String name, String made) {
    String withoutUnit = name.substring(0, name.lastIndexOf('.'));
    return made.contains('"' + name + '"') ? name : withoutUnit;
  }

  /** Of links and pictures in Markdown, and of links in HTML. */
  private static List<String> targets(String text) {
    List<String> targets = new ArrayList<>(found(LINK, text, 1));
    targets.addAll(found(LINKED_PICTURE, text, 1));
    targets.addAll(found(HTML_LINK, text, 1));
    return targets;
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    if (!file.startsWith(ROOT) || !Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || anchors(file).contains(parts[1]);
  }

  /** As the usual forges make them of headings. */
  private static List<String> anchors(Path file) throws IOException {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String heading : found(HEADING, withoutFences(file), 1)) {
      String slug =
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
              .replaceAll("\\s", "-");
      int before = seen.merge(slug, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? slug : slug + "-" + before);
    }
    return anchors;
  }

  private static boolean isKnown(String name, Set<String> known) {
    return known.contains(name)
        || name.startsWith("rootbridge.remote-clusters.")
        || name.equals("rootbridge.remote-clusters")
        // Names of Kubernetes objects and of groups of their API.
        || name.endsWith(".dev")
        || name.matches("rootbridge[.](io|example|yaml|primary[.]example|rootbridge-system[.]svc)")
        // A family of settings, such as all of rootbridge.serving.
        || known.stream().anyMatch(setting -> setting.startsWith(name + "."));
  }

  private static Set<String> settingsInTheReference() throws IOException {
    Set<String> settings = new TreeSet<>();
    for (String row :
        rows(Files.readString(ROOT.resolve("docs/reference/configuration.md")), "| setting |")) {
      settings.addAll(found(CODE, row.split(" *[|] *", -1)[1], 1));
    }
    return settings;
  }

  private static List<String> reasons(String document) {
    return rows(document, "| reason |").stream()
        .map(row -> row.split(" *[|] *", -1)[1])
        .flatMap(cell -> found(CODE, cell, 1).stream())
        .toList();
  }

  /** Of all tables whose head begins so. */
  private static List<String> rows(String document, String head) {
    List<String> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : document.lines().toList()) {
      if (line.startsWith(head)) {
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && !line.startsWith("|---")) {
        rows.add(line);
      }
    }
    return rows;
  }

  private static String withoutFences(Path document) throws IOException {
    return FENCED.matcher(Files.readString(document)).replaceAll("");
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult at) -> at.group(group)).toList();
  }

  private static String text(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(at -> at.toString().endsWith(suffix)).toList()) {
        text.append(Files.readString(file)).append('\n');
      }
      return text.toString();
    }
  }
}
