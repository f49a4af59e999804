package dev.rootbridge.webhook;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * What TLS, HTTP and the framework cost alone: it takes the body as {@link InjectResource} does and
 * gives an answer that was made before. Only the program that is measured has it.
 */
@Singleton
@Path("/do-nothing")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class DoNothingResource {

  private volatile byte[] answer = {};

  /** Sets what to answer from now on. */
  @PUT
  @NonBlocking
  public void prepare(byte[] prepared) {
    answer = prepared;
  }

  @POST
  @NonBlocking
  public byte[] answer(byte[] body) {
    return answer;
  }
}
