import org.jspecify.annotations.NullMarked;

/// Sidestep inside a Java application: chat calls that go round rate limits.
@NullMarked
module dev.sidestep {
    requires transitive dev.sidestep.core;
    requires transitive dev.sidestep.wire;
    requires io.netty.transport;
    requires transitive io.vertx.core;
    requires transitive org.slf4j;
    requires org.snakeyaml.engine.v2;
    requires static transitive org.jspecify;

    exports dev.sidestep;
    exports dev.sidestep.call;
    exports dev.sidestep.config;
    exports dev.sidestep.exchange;
}
