using System.Data.Common;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Portfolio;

/// <summary>A loan that was owed on a day.</summary>
internal sealed record ClassifiedLoan(LoanRow Row, Arrears Arrears, LoanProvision Provision);

/// <summary>
/// Classifies loans as they stood on a day, in batches, so that memory does not grow with the book. A loan of which nothing has fallen due needs no
/// plan: what it owes follows from its row. (Not in SQL: a funder's share times the principal repaid does not fit into 64 bits, rule R1.)
/// </summary>
internal sealed class PortfolioReader(LoanCalendar calendar, ProvisionTable provisions)
{
    private const int LoansPerBatch = 500;

    /// <summary>A page looks at no more: where few loans are of the class, it may have few items and still go on.</summary>
    private const int BatchesPerPage = 40;

    /// <summary>The sums of all loans.</summary>
    public async Task<PortfolioSums> SumAsync(DbConnection connection, PortfolioFilter filter, CancellationToken cancel)
    {
        var sums = new PortfolioSums();
        var behind = 0L;
        while (await PortfolioBatch.ReadAsync(connection, filter, behind, LoansPerBatch) is { Rows.Count: > 0 } batch)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var loan in Classify(batch, filter))
            {
                sums.Add(loan.Row.Tranche, loan.Provision, loan.Arrears);
            }

            behind = batch.Rows[^1].Serial;
        }

        return sums;
    }

    /// <summary>Some loans in the order of their serials, and the serial behind which the next page goes on; null at the end.</summary>
    public async Task<(IReadOnlyList<ClassifiedLoan> Loans, long? Next)> PageAsync(
        DbConnection connection, PortfolioFilter filter, long behind, int rows, CancellationToken cancel)
    {
        var found = new List<ClassifiedLoan>();
        for (var batches = 0; batches < BatchesPerPage; batches++)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = await PortfolioBatch.ReadAsync(connection, filter, behind, LoansPerBatch);
            if (batch.Rows.Count == 0)
            {
                return (found, null);
            }

            found.AddRange(Classify(batch, filter).Take(rows + 1 - found.Count));
            if (found.Count > rows)
            {
                return (found[..rows], found[rows - 1].Row.Serial);
            }

            behind = batch.Rows[^1].Serial;
        }

        return (found, behind);
    }

    private IEnumerable<ClassifiedLoan> Classify(PortfolioBatch batch, PortfolioFilter filter)
    {
        var rates = provisions.On(filter.AsOf);
        return batch.Rows.Select(row => Classify(row, batch, rates)).OfType<ClassifiedLoan>().Where(loan => filter.Class is null || loan.Provision.Class == filter.Class);
    }

    /// <summary>Null for a loan that was not owed on the day.</summary>
    private ClassifiedLoan? Classify(LoanRow row, PortfolioBatch batch, ProvisionRates rates)
    {
        var changed = batch.HasChangedSince(row);
        if (!changed && row.Status == nameof(LoanState.Active) && row.OldestUnpaidDue > batch.AsOf)
        {
            var owed = row.Shares - row.Shares.Standing(row.PrincipalRepaid);
            return new ClassifiedLoan(row, Arrears.None, Provisions.Of(LoanClass.Current, owed, FunderShares.Zero, rates));
        }

        var loan = row.ToLoan();
        if (changed)
        {
            loan = loan.AsItStood(batch.AsOf, batch.Receipts[row.Id], batch.ReturnedOn.TryGetValue(row.Id, out var day) ? day : null);
        }

        if (loan.State != LoanState.Active)
        {
            return null;
        }

        var arrears = loan.ArrearsOn(batch.AsOf, calendar.NextBusinessDay);
        return new ClassifiedLoan(row, arrears, Provisions.Of(loan, arrears, batch.AsOf, rates));
    }
}
