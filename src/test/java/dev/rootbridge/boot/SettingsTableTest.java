package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's tables have every setting, no other, and the defaults that count. */
class SettingsTableTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final String NONE = "none";
  private static final String LOCAL_ROOT = "rootbridge.local.root.config-map.";

  @Test
  void theSettings() throws IOException {
    Map<String, String> expected = settings("rootbridge", RootbridgeConfig.class);
    ConfigMapKey root = defaultLocalRoot();
    expected.put(LOCAL_ROOT + "namespace", root.namespace());
    expected.put(LOCAL_ROOT + "name", root.name());
    expected.put(LOCAL_ROOT + "key", root.key());

    assertThat(table("| setting | default | meaning |")).isEqualTo(expected);
  }

  @Test
  void theSettingsOfARemoteCluster() throws IOException {
    assertThat(table("| property | default | meaning |").keySet())
        .isEqualTo(settings("", RemoteClusterConfig.class).keySet());
  }

  /** By key, each with its default, or {@link #NONE}; a map's keys are in a table of their own. */
  private static Map<String, String> settings(String prefix, Class<?> mapping) {
    Map<String, String> settings = new TreeMap<>();
    for (Method setting : mapping.getMethods()) {
      String name = setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      String key = prefix.isEmpty() ? name : prefix + "." + name;
      Class<?> type = setting.getReturnType();
      if (type.isInterface() && type.getPackage().equals(mapping.getPackage())) {
        settings.putAll(settings(key, type));
      } else if (!type.equals(Map.class)) {
        settings.put(
            key,
            Optional.ofNullable(setting.getAnnotation(WithDefault.class))
                .map(WithDefault::value)
                .orElse(NONE));
      }
    }
    return settings;
  }

  /** Keys that begin with a dot differ from the row's first in their last part. */
  private static Map<String, String> table(String head) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.equals(head))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .filter(row -> !row.contains("rootbridge.remote-clusters.<name>"))
            .toList();
    Map<String, String> table = new TreeMap<>();
    for (String row : rows) {
      String[] cells = row.split(" *[|] *", -1);
      List<String> keys = new ArrayList<>();
      for (String key : code(cells[1])) {
        keys.add(key.startsWith(".") ? parent(keys.get(0)) + key : key);
      }
      List<String> defaults = code(cells[2]);
      assertThat(defaults.size()).as(row).isIn(0, 1, keys.size());
      for (int i = 0; i < keys.size(); i++) {
        table.put(keys.get(i), i < defaults.size() ? defaults.get(i) : NONE);
      }
    }
    return table;
  }

  private static String parent(String key) {
    return key.substring(0, key.lastIndexOf('.'));
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toList());
  }

  private static ConfigMapKey defaultLocalRoot() {
    RootbridgeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RootbridgeConfig.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "rootbridge.local.trust-domain", "a.example",
                        "rootbridge.instance", "rootbridge"),
                    "test",
                    100))
            .build()
            .getConfigMapping(RootbridgeConfig.class);
    return (ConfigMapKey) LocalRootSetting.read(config.local().root());
  }
}
