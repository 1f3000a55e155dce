package dev.sidestep.gateway.admin;

import dev.sidestep.store.ledger.Tokens;
import dev.sidestep.store.ledger.UsageQuery;
import dev.sidestep.store.ledger.UsageRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was used, by group: for programs as JSON, for spreadsheets as CSV.
public final class UsageDocument {
    private static final UsageRow NOTHING = new UsageRow(List.of(), 0, 0, 0, 0, 0, 0, 0, Tokens.NONE, 0, 0, 0, 0, 0);

    private UsageDocument() {}

    /// The rows and their total as maps and lists.
    public static Map<String, Object> of(UsageQuery query, List<UsageRow> rows) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("from", query.from().toString());
        document.put("to", query.to().toString());
        document.put("zone", query.zone().toString());
        document.put("group_by", names(query));
        document.put("rows", rows.stream().map(row -> row(query, row)).toList());
        document.put("total", total(rows));
        return document;
    }

    /// The rows as CSV, with the names of the columns in the first line.
    public static String csv(UsageQuery query, List<UsageRow> rows) {
        Csv csv = new Csv();
        List<String> head = new ArrayList<>(names(query));
        head.addAll(figures(NOTHING).keySet());
        csv.line(head);
        rows.forEach(row -> csv.line(
                row(query, row).values().stream().map(UsageDocument::cell).toList()));
        return csv.text();
    }

    private static List<String> names(UsageQuery query) {
        return query.groups().stream().map(UsageQuery.Group::id).toList();
    }

    private static String cell(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static Map<String, Object> row(UsageQuery query, UsageRow row) {
        Map<String, Object> document = new LinkedHashMap<>();
        Iterator<String> values = row.groups().iterator();
        names(query).forEach(name -> document.put(name, values.next()));
        document.putAll(figures(row));
        return document;
    }

    private static Map<String, BigDecimal> total(List<UsageRow> rows) {
        Map<String, BigDecimal> total = figures(NOTHING);
        rows.forEach(row -> figures(row).forEach((name, figure) -> total.merge(name, figure, BigDecimal::add)));
        return total;
    }

    private static Map<String, BigDecimal> figures(UsageRow row) {
        Map<String, BigDecimal> figures = new LinkedHashMap<>();
        figures.put("calls", BigDecimal.valueOf(row.calls()));
        figures.put("answered", BigDecimal.valueOf(row.answered()));
        figures.put("sidestepped", BigDecimal.valueOf(row.sidestepped()));
        figures.put("waited", BigDecimal.valueOf(row.waited()));
        figures.put("attempts", BigDecimal.valueOf(row.attempts()));
        figures.put("rate_limited", BigDecimal.valueOf(row.rateLimited()));
        figures.put("avoided", BigDecimal.valueOf(row.avoided()));
        figures.put("input_tokens", BigDecimal.valueOf(row.tokens().input()));
        figures.put("output_tokens", BigDecimal.valueOf(row.tokens().output()));
        figures.put("cached_tokens", BigDecimal.valueOf(row.tokens().cached()));
        figures.put("cache_written_tokens", BigDecimal.valueOf(row.tokens().cacheWritten()));
        figures.put("reasoning_tokens", BigDecimal.valueOf(row.tokens().reasoning()));
        figures.put("cost_usd", Dollars.of(row.costNanoUsd()));
        figures.put("estimated", BigDecimal.valueOf(row.estimated()));
        figures.put("unknown", BigDecimal.valueOf(row.unknown()));
        figures.put("unknown_cost_usd", Dollars.of(row.unknownNanoUsd()));
        figures.put("unpriced", BigDecimal.valueOf(row.unpriced()));
        return figures;
    }
}
