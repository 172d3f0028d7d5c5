using NodaTime.Text;

namespace LoanServicing.Domain.Journal;

/// <summary>The hash of a journal entry with its lines (rule R11); the chain is built of these.</summary>
public static class EntryHash
{
    private static readonly InstantPattern Microseconds = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>SHA-256 in lower-case hexadecimal over every column of the entry and of its lines, in stored order.</summary>
    public static string Of(JournalEntry entry)
    {
        var fields = new HashedFields();
        var origin = entry.Origin;
        fields.Add(origin.EntryId.ToString("N"));
        fields.Add(entry.Kind);
        fields.Add(LocalDatePattern.Iso.Format(origin.BookingDate));
        fields.Add(Microseconds.Format(origin.RecordedAt));
        fields.Add(origin.SourceId.ToString("N"));
        fields.Add(origin.SubjectId.ToString("N"));
        fields.Add(origin.Corrects?.ToString("N"));
        fields.Add(origin.ValueDate is { } valueDate ? LocalDatePattern.Iso.Format(valueDate) : null);
        fields.Add(origin.BankReference);
        if (origin.FactDate is { } factDate)
        {
            fields.Add(LocalDatePattern.Iso.Format(factDate)); // a field of its own only where it is set: entries from before there was one keep their hash
        }

        foreach (var line in entry.Lines)
        {
            fields.Add(line.Debit.Code);
            fields.Add(line.Credit.Code);
            fields.Add(line.Owner);
            fields.Add(line.Tranche);
            fields.Add(line.Amount.ToString());
        }

        return fields.ToString();
    }
}
