using System.Globalization;
using LoanServicing.Domain.Money;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Domain.Loans;

/// <summary>By what a loan is charged for lateness: the terms of its contract, what was decided since, and the holidays that count.</summary>
/// <param name="Decisions">In the order in which they were made; a day may have several.</param>
public sealed record LateCharging(LateTerms Terms, IReadOnlyList<LateDecision> Decisions, GraceDays Grace)
{
    /// <summary>Decisions about one loan, at most; a limit against mistakes.</summary>
    public const int Most = 200;

    private const int Parts = 3;

    /// <summary>A loan that lateness costs nothing.</summary>
    public static LateCharging None { get; } = new(LateTerms.None, [], GraceDays.None);

    public bool IsNone => Terms.Policy == LatePolicy.None;

    /// <summary>All costs that were decided, whether or not they count by value dates, in rials.</summary>
    public Rials CostsDecided => Decisions.Where(decision => decision.Kind == LateDecisionKind.Cost).Select(decision => decision.Amount).Sum();

    /// <summary>The day of the last waiver; null without one.</summary>
    public LocalDate? LastWaivedOn => Decisions.Where(decision => decision.Kind == LateDecisionKind.Waiver).Select(decision => (LocalDate?)decision.DecidedOn).LastOrDefault();

    /// <summary>What was decided, as it is stored: parts with slashes between, decisions with single spaces; empty for none.</summary>
    public static string Write(IEnumerable<LateDecision> decisions) => string.Join(' ', decisions.Select(decision => string.Create(
        CultureInfo.InvariantCulture, $"{decision.Kind}/{LocalDatePattern.Iso.Format(decision.DecidedOn)}/{decision.Amount}")));

    /// <summary>Reads the text; false for anything else, so that a damaged row can be named.</summary>
    public static bool TryParse(string? text, out IReadOnlyList<LateDecision> decisions)
    {
        var read = new List<LateDecision>();
        decisions = read;
        foreach (var parts in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('/')))
        {
            if (parts.Length != Parts
                || !Enum.TryParse<LateDecisionKind>(parts[0], out var kind) || kind.ToString() != parts[0]
                || LocalDatePattern.Iso.Parse(parts[1]) is not { Success: true, Value: var day }
                || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
                || amount <= 0
                || (read.Count > 0 && day < read[^1].DecidedOn))
            {
                return false;
            }

            read.Add(new LateDecision(kind, day, new Rials(amount)));
        }

        return true;
    }

    /// <summary>The standing with a decision.</summary>
    internal LateStanding Decide(LateStanding late, LateDecision decision) => decision.Kind switch
    {
        LateDecisionKind.Cost => late with { Costs = late.Costs + decision.Amount },
        _ => late with { Waived = late.Waived + Rials.Min(decision.Amount, late.Unpaid(Terms)) }, // less where a receipt was told since
    };
}
