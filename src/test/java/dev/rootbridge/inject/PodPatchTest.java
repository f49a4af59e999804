package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodPatchTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Test
  void keysAreEscapedAsPointersWantThem() {
    ObjectNode target = JSON.objectNode();
    target.putObject("map");
    PodPatch patch = new PodPatch();
    patch.put("/map", target.path("map"), "a/b", "v");
    patch.put("/map", target.path("map"), "a~b", "w");

    assertThat(JsonPatch.apply(patch.toJson(), target).path("map"))
        .isEqualTo(JSON.objectNode().put("a/b", "v").put("a~b", "w"));
  }

  @Test
  void whatIsThereIsNotPutAgain() {
    ObjectNode map = JSON.objectNode().put("k", "v");
    PodPatch patch = new PodPatch();
    patch.put("/map", map, "k", "v");

    assertThat(patch.toJson()).isEmpty();
  }

  @Test
  void aMissingMapIsMade() {
    PodPatch patch = new PodPatch();
    patch.put("/map", MissingNode.getInstance(), "k", "v");

    assertThat(JsonPatch.apply(patch.toJson(), JSON.objectNode()))
        .isEqualTo(JSON.objectNode().set("map", JSON.objectNode().put("k", "v")));
  }

  @Test
  void listsAreAppendedToInOrder() {
    ObjectNode target = JSON.objectNode();
    target.putArray("list").addObject().put("n", 0);
    PodPatch patch = new PodPatch();
    patch.append(
        "/list",
        target.path("list"),
        List.of(JSON.objectNode().put("n", 1), JSON.objectNode().put("n", 2)));

    assertThat(JsonPatch.apply(patch.toJson(), target).path("list"))
        .extracting(element -> element.path("n").intValue())
        .containsExactly(0, 1, 2);
  }

  @Test
  void nothingToAppendMakesNoList() {
    PodPatch patch = new PodPatch();
    patch.append("/list", MissingNode.getInstance(), List.of());

    assertThat(patch.toJson()).isEmpty();
  }
}
