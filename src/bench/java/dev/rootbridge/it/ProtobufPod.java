package dev.rootbridge.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pod as controllers send it, in protobuf ({@code
 * k8s.io/apimachinery/pkg/runtime/serializer/protobuf}): four bytes of magic, then a {@code
 * runtime.Unknown} that holds the type and the pod. API servers read and write it several times
 * faster than JSON, and in clusters nearly all pods are created by controllers.
 */
final class ProtobufPod {

  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int TYPE_META = 1;
  private static final int RAW = 2;
  private static final int METADATA = 1;
  private static final int NAME = 1;
  private static final int NAMESPACE = 3;
  private static final int LENGTH_DELIMITED = 2;

  private ProtobufPod() {}

  /**
   * What has to be sent for one more pod like it.
   *
   * @param made the answer to its creation on trial, which has a name by then
   * @param namespace of the one more
   */
  static byte[] like(byte[] made, String namespace) {
    ByteBuffer unknown = ByteBuffer.wrap(made);
    byte[] magic = new byte[MAGIC.length];
    unknown.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IllegalArgumentException("no protobuf of Kubernetes");
    }
    byte[] type = field(unknown, TYPE_META);
    byte[] pod = field(unknown, RAW);
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    write(metadata, NAME, new byte[0]);
    write(metadata, NAMESPACE, namespace.getBytes(StandardCharsets.UTF_8));
    // Of a field that is there twice, the later one is merged into the former.
    ByteArrayOutputStream another = new ByteArrayOutputStream();
    another.writeBytes(pod);
    write(another, METADATA, metadata.toByteArray());
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    sent.writeBytes(MAGIC);
    write(sent, TYPE_META, type);
    write(sent, RAW, another.toByteArray());
    return sent.toByteArray();
  }

  private static byte[] field(ByteBuffer message, int number) {
    int tag = varint(message);
    if (tag != tag(number)) {
      throw new IllegalArgumentException("tag %d where field %d was due".formatted(tag, number));
    }
    byte[] value = new byte[varint(message)];
    message.get(value);
    return value;
  }

  private static int tag(int number) {
    return (number << 3) | LENGTH_DELIMITED;
  }

  private static int varint(ByteBuffer message) {
    int value = 0;
    int shift = 0;
    byte next;
    do {
      next = message.get();
      value |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private static void write(ByteArrayOutputStream message, int number, byte[] value) {
    message.write(tag(number));
    int left = value.length;
    while (left > 0x7f) {
      message.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    message.write(left);
    message.writeBytes(value);
  }
}
