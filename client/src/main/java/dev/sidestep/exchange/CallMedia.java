package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.Media;
import dev.sidestep.wire.canonical.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The images and documents that one call has at addresses: fetched at most once, all at the same time, and kept for
/// its further attempts. Lives on its loop.
final class CallMedia {
    static final int MOST_FILES = 8;
    /// Of all files together, each as often as it stands in the call.
    static final long MOST_BYTES = 40L * 1024 * 1024;

    private final Supplier<MediaFetcher> fetchers;
    private final Map<Media.Address, Source.Inline> here = new HashMap<>(0);
    private final List<Download> underWay = new ArrayList<>(0);
    private @Nullable MediaFetcher fetcher;
    private @Nullable Result result;
    private long bytes;
    private int expected;

    /// What came of fetching.
    sealed interface Result {
        /// All files are here.
        record Here(Map<Media.Address, Source.Inline> files) implements Result {}

        /// One is not to be had, and so no other was waited for.
        ///
        /// @param detail which, and why
        record Missing(String detail) implements Result {}
    }

    CallMedia(Supplier<MediaFetcher> fetchers) {
        this.fetchers = fetchers;
    }

    /// Has the files there; at once where that was tried before. To be called again only once it has told.
    ///
    /// @param addresses all of the call
    /// @param most how long it may take
    void bring(List<Media.Address> addresses, Duration most, Consumer<Result> then) {
        if (result != null) {
            then.accept(result);
        } else if (addresses.size() > MOST_FILES) {
            end(new Result.Missing("more than " + MOST_FILES + " images and documents at addresses"), then);
        } else {
            fetch(addresses, most, then);
        }
    }

    private void fetch(List<Media.Address> addresses, Duration most, Consumer<Result> then) {
        MediaFetcher from = fetchers.get();
        fetcher = from;
        Set<Media.Address> distinct = new LinkedHashSet<>(addresses);
        expected = distinct.size();
        for (Media.Address address : distinct) {
            int uses = Collections.frequency(addresses, address);
            underWay.add(new Download(from, address, new Arrival(from, address, underWay.size() + 1, uses, then)));
        }
        // A failure cancels the others, those that have not begun among them.
        for (Download download : List.copyOf(underWay)) {
            if (result == null) {
                download.start(most);
            }
        }
    }

    /// True while something is being fetched.
    boolean isUnderWay() {
        return expected > 0 && result == null;
    }

    /// The call is over: what is under way is stopped, and nobody is told.
    void close() {
        underWay.forEach(Download::cancel);
        underWay.clear();
        here.clear();
        if (fetcher != null) {
            fetcher.release(bytes);
            bytes = 0;
        }
    }

    private void end(Result with, Consumer<Result> then) {
        result = with;
        then.accept(with);
    }

    /// What one download tells.
    ///
    /// @param number of the file, from 1
    /// @param uses how often it stands in the call
    private final class Arrival implements Download.Listener {
        private final MediaFetcher from;
        private final Media.Address address;
        private final int number;
        private final int uses;
        private final Consumer<Result> then;

        Arrival(MediaFetcher from, Media.Address address, int number, int uses, Consumer<Result> then) {
            this.from = from;
            this.address = address;
            this.number = number;
            this.uses = uses;
            this.then = then;
        }

        @Override
        public boolean takes(int more) {
            long held = (long) more * uses;
            boolean fits = bytes + held <= MOST_BYTES && from.hold(held);
            bytes += fits ? held : 0;
            return fits;
        }

        @Override
        public void arrived(Source.Inline file) {
            here.put(address, file);
            if (here.size() == expected) {
                underWay.clear();
                end(new Result.Here(Map.copyOf(here)), then);
            }
        }

        @Override
        public void failed(String why) {
            close();
            end(new Result.Missing(name() + " " + why), then);
        }

        /// Which file: of its address no more than the host, since the rest of it may be a secret.
        private String name() {
            String kind = switch (address.kind()) {
                case IMAGE -> "image ";
                case DOCUMENT -> "document ";
            };
            String host = WebAddress.of(address.url())
                    .map(web -> " (" + web.host() + ")")
                    .orElse("");
            return kind + number + host;
        }
    }
}
