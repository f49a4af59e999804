package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends answers of a remote API server that are longer than any that is meant: the client keeps them
 * whole in memory before it parses them.
 *
 * @param maxBytes of one answer
 */
record AnswerLimit(long maxBytes) implements Interceptor {

  static final String NAME = "ANSWER_LIMIT";

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    AtomicLong left = new AtomicLong(maxBytes);
    return (buffers, body) -> {
      long size = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
      if (left.addAndGet(-size) < 0) {
        IOException tooLong =
            new IOException("the API server's answer is longer than " + maxBytes + " bytes");
        // First, for the client reports how it ends the stream otherwise, not why.
        body.done().completeExceptionally(tooLong);
        throw tooLong;
      }
      consumer.consume(buffers, body);
    };
  }
}
