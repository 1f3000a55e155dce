package dev.sidestep.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sends the load: one line in for each thing to do, one line out for what came of it. Ends with its standard input.
///
/// `calls port= path= model= models= rate= seconds= connections=`: calls that are not streamed, a closed loop where the
/// rate is 0. `models` above 1 appends three digits to the model, in turn.
///
/// `open-streams port= path= model= count= chunks= micros=`, `count-events`, `close-streams`.
public final class LoadGenerator {
    /// Ids go on from command to command, since the provider remembers them.
    private static final long IDS_PER_COMMAND = 10_000_000;

    private final EventLoopGroup loop = Loops.one();
    private long commands;
    private @Nullable StreamLoad streams;

    private LoadGenerator() {}

    public static void main(String[] args) throws Exception {
        LoadGenerator generator = new LoadGenerator();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(generator.run(Command.read(line)));
        }
        generator.loop.shutdownGracefully().sync();
    }

    private String run(Command command) throws InterruptedException {
        commands++;
        return switch (command.word()) {
            case "calls" -> calls(command);
            case "open-streams" -> openStreams(command).awaitBegun();
            case "count-events" -> openedStreams().counts();
            case "close-streams" -> closeStreams();
            default -> throw new IllegalArgumentException("unknown command: " + command);
        };
    }

    private String calls(Command command) throws InterruptedException {
        int models = (int) command.number("models");
        List<Request> requests = IntStream.range(0, models)
                .mapToObj(i -> models == 1 ? "" : "%03d".formatted(i))
                .map(suffix -> new Request(command.text("path"), command.text("model") + suffix, 0, 0))
                .toList();
        Pace pace = new Pace(command.decimal("rate"));
        return new CallLoad(loop, requests, pace, command.number("seconds"), commands * IDS_PER_COMMAND)
                .run((int) command.number("port"), (int) command.number("connections"));
    }

    private StreamLoad openStreams(Command command) throws InterruptedException {
        Request request = new Request(
                command.text("path"), command.text("model"), command.number("chunks"), command.number("micros"));
        StreamLoad opened = new StreamLoad(loop, (int) command.number("port"), (int) command.number("count"), request);
        streams = opened;
        return opened;
    }

    private String closeStreams() {
        StreamLoad opened = openedStreams();
        opened.close();
        streams = null;
        return opened.counts();
    }

    private StreamLoad openedStreams() {
        if (streams == null) {
            throw new IllegalStateException("no streams are open");
        }
        return streams;
    }
}
