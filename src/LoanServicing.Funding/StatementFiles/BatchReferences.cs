using System.Globalization;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// The bank's references of the transactions of a batched entry, no two alike. A notification (camt.054) of the same transactions is read with the
/// same ones by Disbursement, so a payment is one thing in both.
/// </summary>
internal static class BatchReferences
{
    /// <summary>
    /// A transaction's own reference where no other of the batch has it; else what it shares with others, a slash and its end-to-end id, or its
    /// number where it has none. Null where the bank gave neither it nor the entry a reference.
    /// </summary>
    /// <param name="shared">The entry's.</param>
    public static IReadOnlyList<string?> Of(IReadOnlyList<XmlScope> details, string? shared)
    {
        var own = details.Select(detail => TransactionReferences.Of(detail).AccountServicer).ToList();
        var counts = own.OfType<string>().CountBy(reference => reference).ToDictionary();
        var taken = new HashSet<string>();
        var references = new List<string?>(details.Count);
        for (var i = 0; i < details.Count; i++)
        {
            var isItsOwn = own[i] is { } reference && counts[reference] == 1 && reference != shared;
            references.Add(isItsOwn ? Untaken(own[i]!, i + 1, details.Count, taken) : (own[i] ?? shared) switch
            {
                null => null,
                var several => Untaken(Joined(several, BoundedText.Reference(details[i].Text("Refs/EndToEndId")) ?? Text(i + 1)), i + 1, details.Count, taken),
            });
        }

        return references;
    }

    private static string Untaken(string wanted, int number, int step, HashSet<string> taken)
    {
        var reference = wanted;
        for (var suffix = number; !taken.Add(reference); suffix += step)
        {
            reference = Joined(wanted, Text(suffix));
        }

        return reference;
    }

    // What is behind the slash tells them apart, so when both are too long, that stays.
    private static string Joined(string reference, string suffix)
    {
        var joined = $"{reference}/{suffix}";
        return joined.Length <= BoundedText.Longest ? joined : BoundedText.Cut($"{reference[..Math.Max(0, BoundedText.Longest - suffix.Length - 1)]}/{suffix}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
