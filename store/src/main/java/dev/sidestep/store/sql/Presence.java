package dev.sidestep.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Says that this node is alive, and closes what nodes left open that no longer say so. All by
/// the database's clock. For the writer's thread.
final class Presence {
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(30);

    /// Who said nothing for so long is dead. Should it only have slept, its own rows take the
    /// place of ours.
    private static final String SILENCE = "interval '60 seconds'";

    private static final String SAY = "INSERT INTO nodes (node, seen_at) VALUES (?, now())"
            + " ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at";
    private static final String FORGET = "DELETE FROM nodes WHERE seen_at < now() - " + SILENCE;
    private static final Orphans.Condition OF_THE_DEAD = new Orphans.Condition(
            "node NOT IN (SELECT node FROM nodes WHERE seen_at >= now() - " + SILENCE + ")", List.of());

    private final long node;
    private final Rhythm beat;
    private final Rhythm look;

    /// @param node random, for this process alone
    Presence(long node, InstantSource wall) {
        this.node = node;
        this.beat = new Rhythm(BEAT, wall);
        this.look = new Rhythm(LOOK, wall);
    }

    /// Tells the connection who writes on it.
    void begin(Session session) throws SQLException {
        session.transact(open -> {
            PreparedStatement statement = open.prepare("SELECT set_config('sidestep.node', ?, false)");
            new Binding(statement).text(Long.toString(node));
            statement.executeQuery().close();
            return true;
        });
        beat.restart();
        tend(session);
    }

    void tend(Session session) throws SQLException {
        if (beat.isDue()) {
            session.transact(this::say);
        }
        if (look.isDue()) {
            session.transact(open -> open.prepare(FORGET).executeUpdate());
            Orphans.close(session, OF_THE_DEAD);
        }
    }

    private Integer say(Session session) throws SQLException {
        PreparedStatement statement = session.prepare(SAY);
        new Binding(statement).number(node);
        return statement.executeUpdate();
    }
}
