package dev.rootbridge.boot;

import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting with its default, from the interfaces that they are read by and their Javadoc. */
final class ConfigurationPage {

  private static final Path SOURCES = Path.of("src/main/java/dev/rootbridge/boot");
  private static final String REMOTES = "rootbridge.remote-clusters.<name>";

  private final Javadocs docs =
      Javadocs.of(
          SOURCES.resolve("RootbridgeConfig.java"), SOURCES.resolve("RemoteClusterConfig.java"));

  /** Where a ConfigMap is read that no setting names. */
  private final Map<String, String> localRoot = defaultLocalRoot();

  private final StringBuilder text = new StringBuilder();

  /** A setting, or what several of them have in common. */
  private record Entry(String key, Method method) {}

  static String text() {
    return new ConfigurationPage().page();
  }

  private String page() {
    text.append(
        """
        # Configuration

        %s
        As properties, or as variables: `rootbridge.local.trust-domain` is `ROOTBRIDGE_LOCAL_TRUST_DOMAIN`. Mistakes end the start, with all of them in one list.
        """
            .formatted(ReferencePagesTest.GENERATED));
    List<Entry> all = entries("rootbridge", RootbridgeConfig.class);
    table(all.stream().filter(entry -> !isGroup(entry.method())));
    for (Entry entry : all) {
      if (entry.method().getReturnType().equals(Map.class)) {
        group(REMOTES, entry, RemoteClusterConfig.class);
      } else if (isGroup(entry.method())) {
        group(entry.key(), entry, entry.method().getReturnType());
      }
    }
    return text.toString();
  }

  private void group(String key, Entry entry, Class<?> type) {
    text.append("\n## `%s`\n\n%s\n".formatted(key, said(entry.method())));
    inner(key, type)
        .forEach(group -> text.append("\n`%s`: %s\n".formatted(group.key(), said(group.method()))));
    table(leaves(key, type));
  }

  private Stream<Entry> inner(String prefix, Class<?> type) {
    return entries(prefix, type).stream()
        .filter(entry -> isGroup(entry.method()))
        .flatMap(
            group ->
                Stream.concat(
                    Stream.of(group), inner(group.key(), group.method().getReturnType())));
  }

  private Stream<Entry> leaves(String prefix, Class<?> type) {
    return entries(prefix, type).stream()
        .flatMap(
            entry ->
                isGroup(entry.method())
                    ? leaves(entry.key(), entry.method().getReturnType())
                    : Stream.of(entry));
  }

  private void table(Stream<Entry> settings) {
    text.append("\n| setting | default | meaning |\n|---|---|---|\n");
    settings.forEach(
        entry ->
            text.append(
                "| `%s` | %s | %s |\n"
                    .formatted(
                        entry.key(),
                        byDefault(entry).map(value -> "`" + value + "`").orElse("none"),
                        said(entry.method()) + choices(entry.method()))));
  }

  private String said(Method setting) {
    String said = docs.of(setting.getDeclaringClass(), setting.getName());
    if (said.isEmpty()) {
      throw new AssertionError("what " + setting + " means is in no comment");
    }
    return said;
  }

  private String choices(Method setting) {
    Class<?> type = setting.getReturnType();
    if (!type.isEnum()) {
      return "";
    }
    return " "
        + docs.members(type).stream()
            .map(
                choice ->
                    "`%s`: %s"
                        .formatted(
                            choice.toLowerCase(Locale.ROOT).replace('_', '-'),
                            docs.of(type, choice)))
            .collect(Collectors.joining(" "));
  }

  private Optional<String> byDefault(Entry entry) {
    return Optional.ofNullable(entry.method().getAnnotation(WithDefault.class))
        .map(WithDefault::value)
        .or(() -> Optional.ofNullable(localRoot.get(entry.key())));
  }

  private static boolean isGroup(Method method) {
    Class<?> type = method.getReturnType();
    return type.equals(Map.class)
        || (type.isInterface() && type.getPackage().equals(RootbridgeConfig.class.getPackage()));
  }

  private List<Entry> entries(String prefix, Class<?> type) {
    List<Entry> entries = new ArrayList<>();
    for (String member : docs.members(type)) {
      Stream.of(type.getDeclaredMethods())
          .filter(method -> method.getName().equals(member))
          .forEach(method -> entries.add(new Entry(prefix + "." + name(member), method)));
    }
    return entries;
  }

  private static String name(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> defaultLocalRoot() {
    RootbridgeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RootbridgeConfig.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of("rootbridge.instance", "rootbridge"), "test", 100))
            .build()
            .getConfigMapping(RootbridgeConfig.class);
    ConfigMapKey root = (ConfigMapKey) LocalRootSetting.read(config.local().root());
    String prefix = "rootbridge.local.root.config-map.";
    return Map.of(
        prefix + "namespace", root.namespace(),
        prefix + "name", root.name(),
        prefix + "key", root.key());
  }
}
