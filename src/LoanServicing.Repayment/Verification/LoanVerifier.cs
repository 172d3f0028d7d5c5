using System.Data.Common;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Repayment.Verification;

/// <summary>
/// Recomputes every loan from its receipts and compares it with what is stored (rules R4, R6, R8 and R10). Loans are read in batches with all
/// that belongs to them, so that memory does not grow with the book.
/// </summary>
internal static class LoanVerifier
{
    private const int LoansPerBatch = 500;

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var (shares, standings, postings, receipts, transitions) = (new Tally(), new Tally(), new Tally(), new Tally(), new Tally());
        var (losses, plans, reversals) = (new Tally(), new Tally(), new Tally());
        var behind = 0L;
        while (await LoanBatch.ReadAsync(connection, behind, LoansPerBatch) is { Loans.Count: > 0 } batch)
        {
            foreach (var loan in batch.Loans)
            {
                ShareCheck.Run(loan, shares);
                StandingCheck.Run(loan, standings, postings);
                ReceiptCheck.Run(loan, receipts);
                TransitionCheck.Run(loan, transitions);
                WriteOffCheck.Run(loan, losses);
                ReversalCheck.Run(loan, reversals);
                DecisionCheck.Run(loan, plans);
            }

            behind = batch.Loans[^1].Row.Serial;
        }

        await OrphanCheck.RunAsync(connection, receipts);
        await SuspenseCheck.RunAsync(connection, receipts);
        await SalaryListRules.RunAsync(connection, receipts);
        return
        [
            shares.Finding("R4", "loans whose funders stand where the principal repaid puts them"),
            postings.Finding("R4", "postings made again from their receipts"),
            standings.Finding("R6", "loans recomputed from their receipts"),
            losses.Finding("R6", "write-offs, and what came back of them"),
            receipts.Finding("R8", "receipts with their bank reference and posting, sums in suspense, and rows of salary lists"),
            reversals.Finding("R8", "reversals of receipts"),
            transitions.Finding("R10", "loan transitions replayed"),
            plans.Finding("R11", "changes of plan and decisions about lateness with two people and a reason"),
        ];
    }
}

/// <summary>Counts what was looked at and keeps what was wrong.</summary>
internal sealed class Tally
{
    private readonly List<string> _problems = [];
    private long _counted;

    public void Count(long more = 1) => _counted += more;

    public void Check(bool holds, Func<string> problem)
    {
        if (!holds)
        {
            _problems.Add(problem());
        }
    }

    public RuleFinding Finding(string rule, string what) => new(rule, _counted, what, _problems);
}
