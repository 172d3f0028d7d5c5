using LoanServicing.Platform.Checks;

namespace LoanServicing.Repayment.Verification;

/// <summary>What two people have decided of a loan without money: kept with its reason, and told as a fact of its own.</summary>
internal interface IDecision
{
    int Number { get; }

    long FactSequence { get; }

    Guid MessageId { get; }

    string Reason { get; }

    string MadeBy { get; }

    string ApprovedBy { get; }
}

/// <summary>R11: what was decided of a loan is what the loan goes by, each decision with two people and a reason.</summary>
internal static class DecisionCheck
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        Run(stored, tally, "change of its plan", stored.PlanChanges, string.Join(' ', stored.PlanChanges.Select(change => change.Change)), stored.Row.PlanChanges);
        Run(stored, tally, "decision about its lateness", stored.LateCharges, string.Join(' ', stored.LateCharges.Select(charge => charge.Decision)), stored.Row.LateDecisions ?? "");
    }

    /// <param name="decided">As the decisions say it.</param>
    /// <param name="kept">As the loan has it.</param>
    private static void Run(StoredLoan stored, Tally tally, string what, IReadOnlyList<IDecision> decisions, string decided, string kept)
    {
        tally.Count(decisions.Count);
        tally.Check(decided == kept, () => $"{stored.Name}: goes by the {what} '{kept}', what was decided is '{decided}'");
        var told = stored.Postings.Select(posting => posting.FactSequence).ToHashSet();
        foreach (var (index, decision) in decisions.Index())
        {
            tally.Check(
                decision.FactSequence > 1 && decision.FactSequence <= stored.Row.FactSequence && !told.Contains(decision.FactSequence)
                    && stored.Postings.All(posting => posting.MessageId != decision.MessageId),
                () => $"{stored.Name}: {what} {decision.Number} was told as fact {decision.FactSequence}, {decision.MessageId}, which is another");
            tally.Check(
                decision.Number == index + 1 && decision.Reason.Length > 0 && TwoPeople.Are(decision.MadeBy, decision.ApprovedBy),
                () => $"{stored.Name}: {what} {decision.Number} has no reason or not two people ({decision.MadeBy}, {decision.ApprovedBy})");
        }
    }
}
