using System.Globalization;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Repayment.Store;

/// <summary>Allocations as stored with a receipt: <c>number:principal:fee</c>, separated by single spaces.</summary>
internal static class AllocationText
{
    public static string Write(IReadOnlyList<Allocation> allocations) =>
        string.Join(' ', allocations.Select(allocation => $"{allocation.Number}:{allocation.Principal}:{allocation.Fee}"));

    /// <exception cref="FormatException">The text is damaged.</exception>
    public static IReadOnlyList<Allocation> Read(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadOne)];

    private static Allocation ReadOne(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3
            ? new Allocation(
                int.Parse(parts[0], CultureInfo.InvariantCulture),
                new Rials(long.Parse(parts[1], CultureInfo.InvariantCulture)),
                new Rials(long.Parse(parts[2], CultureInfo.InvariantCulture)))
            : throw new FormatException($"'{text}' is no stored allocation.");
    }
}
