using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>Principal that a contract promises to the funders on a due date, in rials.</summary>
public sealed record PlannedCollection(LocalDate DueDate, FunderShares Shares)
{
    /// <summary>
    /// What the plan collects from one standing of principal to another, by due date in their order, in each funder's share (rule R4). Receipts pay the
    /// oldest instalment first, so what is left of the plan is what lies between the principal repaid and the whole.
    /// </summary>
    /// <param name="shares">What each funder gave; their total is the plan's principal.</param>
    /// <param name="from">Principal repaid, from 0 to the whole.</param>
    /// <param name="through">The other standing; below <paramref name="from"/>, the amounts are negative.</param>
    public static IReadOnlyList<PlannedCollection> Between(RepaymentPlan plan, FunderShares shares, Rials from, Rials through)
    {
        var (low, high) = from <= through ? (from, through) : (through, from);
        var found = new List<PlannedCollection>();
        for (var number = 1; number <= plan.Count && plan.PrincipalDueThrough(number - 1) < high; number++)
        {
            var (begin, end) = (Rials.Max(low, plan.PrincipalDueThrough(number - 1)), Rials.Min(high, plan.PrincipalDueThrough(number)));
            if (begin < end)
            {
                var part = shares.Standing(end) - shares.Standing(begin);
                Add(found, plan.PayableOn(number), from <= through ? part : FunderShares.Zero - part);
            }
        }

        return found;
    }

    /// <summary>
    /// What changes on each due date, in their order, when a loan goes on by another plan: what the one leaves to be repaid is taken out, what the other leaves
    /// is added. Days on which nothing changes are left out.
    /// </summary>
    /// <param name="repaid">Principal repaid, from 0 to the whole.</param>
    public static IReadOnlyList<PlannedCollection> Changed(RepaymentPlan before, RepaymentPlan after, FunderShares shares, Rials repaid)
    {
        var days = new SortedDictionary<LocalDate, FunderShares>();
        foreach (var planned in Between(before, shares, shares.Total, repaid).Concat(Between(after, shares, repaid, shares.Total)))
        {
            days[planned.DueDate] = days.GetValueOrDefault(planned.DueDate) + planned.Shares;
        }

        return [.. days.Where(day => day.Value != FunderShares.Zero).Select(day => new PlannedCollection(day.Key, day.Value))];
    }

    /// <summary>What a payer in hardship had let pass is payable on one day with what follows.</summary>
    private static void Add(List<PlannedCollection> found, LocalDate day, FunderShares part)
    {
        if (found.Count > 0 && found[^1].DueDate == day)
        {
            found[^1] = found[^1] with { Shares = found[^1].Shares + part };
        }
        else
        {
            found.Add(new PlannedCollection(day, part));
        }
    }
}
