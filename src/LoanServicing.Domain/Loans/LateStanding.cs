using System.Globalization;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// What lateness has come to by the latest receipt. Days are added up as rials times days and rounded once, so that it makes no difference into how many receipts
/// a time is divided. The text form is <c>rialDays/costs/waived/paid</c>.
/// </summary>
/// <param name="RialDays">The sum, over all days, of the principal overdue on the day.</param>
/// <param name="Costs">Costs decided, in rials.</param>
/// <param name="Waived">Forgiven, in rials.</param>
/// <param name="Paid">Received, in rials.</param>
public readonly record struct LateStanding(Int128 RialDays, Rials Costs, Rials Waived, Rials Paid)
{
    private const int Parts = 4;

    /// <summary>What is charged in all, in rials, forgiven charges left out.</summary>
    public Rials Charged(LateTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.ChargeOf(RialDays) + Costs - Waived;
    }

    /// <summary>Charged and unpaid, in rials; never negative.</summary>
    public Rials Unpaid(LateTerms terms) => Charged(terms) - Paid;

    /// <summary>Reads the text form; empty for none. False for anything else, so that a damaged row can be named.</summary>
    public static bool TryParse(string? text, out LateStanding standing)
    {
        standing = default;
        var parts = (text ?? "").Split('/');
        if (parts is [""])
        {
            return true;
        }

        var read = parts.Select(part => Int128.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (Int128?)null).ToList();
        if (read.Count != Parts || read.Contains(null) || read.Skip(1).Any(amount => amount > long.MaxValue))
        {
            return false;
        }

        standing = new LateStanding(read[0]!.Value, new Rials((long)read[1]!.Value), new Rials((long)read[2]!.Value), new Rials((long)read[3]!.Value));
        return true;
    }

    public override string ToString() =>
        this == default ? "" : string.Create(CultureInfo.InvariantCulture, $"{RialDays}/{Costs}/{Waived}/{Paid}");
}
