package polymath.app.history;

import java.text.Collator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import polymath.app.history.HistoryItem.Day;
import polymath.app.history.HistoryItem.Section;

/// Divides the list into sections: what is pinned and what lies in folders first, all else by day.
///
/// @param today by the calendar of the reader
/// @param collapsed names of the folders whose conversations are not listed
record HistorySections(LocalDate today, ZoneId zone, Locale locale, Set<String> collapsed) {

    List<HistoryItem> of(List<HistoryEntry> entries) {
        Map<Section, List<HistoryEntry>> sections = new TreeMap<>(order());
        for (HistoryEntry entry : entries)
            sections.computeIfAbsent(section(entry), section -> new ArrayList<>())
                    .add(entry);
        List<HistoryItem> items = new ArrayList<>();
        sections.forEach((section, members) -> {
            boolean open = !(section instanceof Section.Folder folder && collapsed.contains(folder.name()));
            items.add(new HistoryItem.Head(section, open, members.size()));
            if (open) members.forEach(entry -> items.add(new HistoryItem.Chat(entry)));
        });
        return items;
    }

    private Section section(HistoryEntry entry) {
        if (entry.temporary()) return new Section.Temporary();
        if (entry.pinned()) return new Section.Pinned();
        return entry.folder().<Section>map(Section.Folder::new).orElseGet(() -> byDay(entry.updatedAt()));
    }

    /// Where a moment belongs. A moment in the future (a clock was set back) is today.
    Section byDay(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, zone);
        if (!day.isBefore(today)) return new Section.Recent(Day.TODAY);
        if (day.equals(today.minusDays(1))) return new Section.Recent(Day.YESTERDAY);
        if (day.isAfter(today.minusDays(8))) return new Section.Recent(Day.LAST_WEEK);
        return new Section.Earlier(YearMonth.from(day));
    }

    private Comparator<Section> order() {
        Collator names = Collator.getInstance(locale);
        return Comparator.<Section>comparingInt(HistorySections::rank)
                .thenComparing(HistorySections::name, names)
                .thenComparing(HistorySections::name) // names that look alike are still two folders
                .thenComparingLong(HistorySections::age);
    }

    private static int rank(Section section) {
        return switch (section) {
            case Section.Temporary ignored -> 0;
            case Section.Pinned ignored -> 1;
            case Section.Folder ignored -> 2;
            case Section.Recent ignored -> 3;
            case Section.Earlier ignored -> 4;
        };
    }

    private static String name(Section section) {
        return section instanceof Section.Folder folder ? folder.name() : "";
    }

    private static long age(Section section) {
        return switch (section) {
            case Section.Recent recent ->
                switch (recent.day()) {
                    case TODAY -> 0;
                    case YESTERDAY -> 1;
                    case LAST_WEEK -> 2;
                };
            case Section.Earlier earlier ->
                -(12L * earlier.month().getYear() + earlier.month().getMonthValue());
            default -> 0;
        };
    }
}
