using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>What goes with a list.</summary>
/// <param name="ListReference">The bank reference of the one transfer that pays the list.</param>
/// <param name="IsPartial">Rows that name no loan are kept in suspense, and the others are posted.</param>
internal sealed record SalaryListHead(string Employer, string ListReference, LocalDate ValueDate, bool IsPartial);

/// <summary>A list as it was sent, beside the loans that it names.</summary>
internal sealed record SalaryList(SalaryListHead Head, SalaryListFile File, IReadOnlyList<SalaryRow> Rows);

/// <summary>
/// Takes a list in: it is stored whole in one unit of work, or refused whole. A list that fits into one unit is posted in it too; what is longer is posted in the
/// background. A list is known by its reference, so that the same one sent again changes nothing.
/// </summary>
internal static class TakeSalaryList
{
    /// <summary>How the audit trail names a list.</summary>
    public const string SubjectType = "salary-list";

    public const string TakenAction = "salary-list.taken";

    public static async Task<Answer> RunAsync(CommandContext c, SalaryList list)
    {
        var (unit, head) = (c.Unit, list.Head);
        if (await SalaryListStore.FindAsync(unit, head.ListReference) is { } known)
        {
            return known.ContentHash == list.File.ContentHash && known.ValueDate == head.ValueDate && known.Employer == head.Employer
                ? Answer.Ok(await SalaryListViews.OfAsync(unit, known.ListId, wasKnown: true))
                : ListProblems.ReferenceReused;
        }

        if (await SalaryListStore.IsToldAsync(unit, head.ListReference))
        {
            return ListProblems.ReferenceReused;
        }

        if (head.ValueDate > c.BusinessDate)
        {
            return ApiProblem.ValueDateAfter(c.BusinessDate);
        }

        if (list.Rows.Any(row => row.Loan is { } loan && !c.Caller.MaySeeCounty(loan.County)))
        {
            return ApiProblem.OutsideCounties;
        }

        if (list.Rows.Any(row => row.Loan is { } loan && c.Caller.IsPerson(loan.NationalId)))
        {
            return LoanAccess.OwnLoan;
        }

        return BadRows.Refuse(list.Rows, head.IsPartial) ?? await AddAsync(c, list);
    }

    private static async Task<Answer> AddAsync(CommandContext c, SalaryList list)
    {
        var (unit, head) = (c.Unit, list.Head);
        var total = list.Rows.Select(row => row.Amount).Sum();
        var place = await ToldPayments.NextPlaceAsync(unit, head.ListReference);
        var transfer = new ReceiptOrder(total, SalaryListStore.Channel, head.ListReference, head.ValueDate, c.BusinessDate, c.Caller.Subject);
        var inSuspense = await SuspenseStore.FindTheSameAsync(unit, transfer) ?? await SuspenseStore.FindToldByMessageAsync(unit, transfer);
        if (inSuspense is { ResolvedAs: not null } || await ReceiptStore.FindTheSameAsync(unit, transfer, loanId: null) is not null)
        {
            return ListProblems.TransferTaken;
        }

        var stored = new SalaryListRow
        {
            ListId = Guid.CreateVersion7(),
            ListReference = head.ListReference,
            Employer = head.Employer,
            ValueDate = head.ValueDate,
            ContentHash = list.File.ContentHash,
            Total = total,
            RowsTotal = list.Rows.Count,
            Status = SalaryListRow.Posting,
            InSuspense = inSuspense?.Id,
            BusinessDate = c.BusinessDate,
            ReceivedAt = unit.Now,
            ReceivedBy = c.Caller.Subject,
        };
        await ToldPayments.TakeAsync(unit, transfer.Channel, transfer.BankReference, place);
        await SalaryListStore.InsertAsync(unit, stored);
        await SalaryRowStore.AddAsync(unit, [.. list.Rows.Select(row => EntryOf(stored, row))]);
        unit.Record(new AuditEntry(c.Caller.Subject, TakenAction, SubjectType, stored.ListId.ToString("D"), c.BusinessDate, new
        {
            head.ListReference,
            head.Employer,
            head.ValueDate,
            Total = total,
            stored.RowsTotal,
            ToSuspend = list.Rows.Count(row => row.Problem is not null),
            stored.ContentHash,
        }));

        var isShort = list.Rows.Count <= PostSalaryRows.AtOnce;
        if (isShort)
        {
            await PostSalaryRows.NextAsync(unit, stored.ListId, c.Service<ReceiptRules>());
        }

        var view = await SalaryListViews.OfAsync(unit, stored.ListId, wasKnown: false);
        return new Answer(isShort ? 201 : 202, view, $"/api/v1/salary-deductions/{stored.ListId:D}", null);
    }

    private static SalaryListEntry EntryOf(SalaryListRow list, SalaryRow row) => new()
    {
        ListId = list.ListId,
        Number = row.Number,
        Line = row.Line,
        Reference = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list.ListReference}/{row.Number}"),
        ToldFor = row.ToldFor,
        LoanId = row.Loan?.Id,
        Amount = row.Amount,
        Repeated = row.IsRepeated,
        Status = SalaryListEntry.Waiting,
        Reason = row.Problem?.Code,
    };
}
