using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace LoanServicing.Domain.Journal;

/// <summary>The hash of a journal entry with its lines (rule R11); the chain is built of these.</summary>
public static class EntryHash
{
    private static readonly InstantPattern Microseconds = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>SHA-256 in lower-case hexadecimal over every column of the entry and of its lines, in stored order.</summary>
    public static string Of(JournalEntry entry)
    {
        var text = new StringBuilder();
        var origin = entry.Origin;
        Append(text, origin.EntryId.ToString("N"));
        Append(text, entry.Kind);
        Append(text, LocalDatePattern.Iso.Format(origin.BookingDate));
        Append(text, Microseconds.Format(origin.RecordedAt));
        Append(text, origin.SourceId.ToString("N"));
        Append(text, origin.SubjectId.ToString("N"));
        Append(text, origin.Corrects?.ToString("N"));
        Append(text, origin.ValueDate is { } valueDate ? LocalDatePattern.Iso.Format(valueDate) : null);
        Append(text, origin.BankReference);
        foreach (var line in entry.Lines)
        {
            Append(text, line.Debit.Code);
            Append(text, line.Credit.Code);
            Append(text, line.Owner);
            Append(text, line.Tranche);
            Append(text, line.Amount.ToString());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Each field goes after its length, and an absent one unlike an empty one, so that no two entries read alike.</summary>
    private static void Append(StringBuilder text, string? field) =>
        text.Append(field?.Length.ToString(CultureInfo.InvariantCulture) ?? "-").Append(':').Append(field).Append('\n');
}
