using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>What was carried out.</summary>
public sealed record BreakResolved(Guid BreakId, Guid RequestId, string Action);

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
/// <param name="LineIds">Lines that are the same money as the movement or, with <paramref name="EntryIds"/>, of which the line is one.</param>
/// <param name="BreakIds">Other money in suspense that is, together with this, the same as the entry.</param>
internal sealed record ResolutionAsked(
    Guid BreakId, string Kind, string Action, Rials AmountRials, string Reason, Guid? LoanId, string? Funder, IReadOnlyList<Guid> LineIds, IReadOnlyList<Guid> EntryIds,
    IReadOnlyList<Guid> BreakIds);

/// <summary>A break ends as two people of finance say (rule R7): matched by hand, left out, sent on as a receipt, taken out of the books, or money in suspense given to whose it is.</summary>
internal static class BreakResolutions
{
    public const string CheckName = "funding.break-resolution";

    /// <summary>How the audit trail names the resolution and its recording.</summary>
    public const string SubjectType = "break-resolution";

    public const string RecordedAction = "break.resolved";

    private const string ClosedAsAssigned = "assigned";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], RecordAsync, RefuseAsync);

    public static ApiProblem NotOpen(string state) => ApiProblem.WrongState("break.not-open", state, new Bilingual(
        "This break has been resolved in the meantime.", "این مغایرت در این میان رفع شده است."));

    public static ApiProblem DoesNotAddUp { get; } = ApiProblem.WrongState("match.does-not-add-up", "open", new Bilingual(
        "These lines and movements are not all unmatched, of one direction and of one sum.",
        "این سطرها و گردش‌ها همگی تطبیق‌نشده، هم‌جهت و هم‌مبلغ نیستند."));

    private static async Task<Answer> RecordAsync(CheckContext check)
    {
        var unit = check.Unit;
        var asked = check.Request.PayloadAs<ResolutionAsked>();
        if (await BreakStore.FindAsync(unit, asked.BreakId) is not { ClosedOn: null } open || open.Kind != asked.Kind)
        {
            return NotOpen("resolved");
        }

        await ResolutionStore.DecideAsync(unit, check.Request.RequestId, RecordStatus.Recorded, check.Checker.Subject);
        var problem = asked.Action switch
        {
            ResolutionRow.Match => await MatchAsync(check, asked),
            ResolutionRow.Exclude => await ExcludeAsync(check, open),
            ResolutionRow.Assign => await OutOfSuspenseAsync(check, open, SuspenseResolved.Assigned, asked.LoanId, ClosedAsAssigned),
            ResolutionRow.Contribution => await ContributeAsync(check, open, asked),
            ResolutionRow.Same => await MergeAsync(check, open, asked),
            ResolutionRow.Returned => await Corrections.SendBackAsync(check, open.BreakId, asked.LineIds)
                ?? await OutOfSuspenseAsync(check, open, SuspenseResolved.Returned, loanId: null, ResolutionRow.Returned),
            ResolutionRow.Reverse => await Corrections.ReverseAsync(check, (await BankMovementStore.ManyAsync(unit, [open.BreakId])).Single()),
            ResolutionRow.Receipt => await SendOnAsync(check, open),
            var action => throw new InvalidOperationException($"A break cannot be resolved by {action}."),
        };
        if (problem is not null)
        {
            return problem;
        }

        unit.Record(new AuditEntry(
            check.Checker.Subject, RecordedAction, SubjectType, check.Request.RequestId.ToString("D"), check.BusinessDate, new { asked, check.Request.Maker }));
        return Answer.Ok(new BreakResolved(asked.BreakId, check.Request.RequestId, asked.Action));
    }

    private static Task RefuseAsync(CheckContext check) =>
        ResolutionStore.DecideAsync(check.Unit, check.Request.RequestId, RecordStatus.Refused, check.Checker.Subject);

    private static async Task<ApiProblem?> MatchAsync(CheckContext check, ResolutionAsked asked)
    {
        if (await ToMatchAsync(check.Unit, asked.LineIds, asked.EntryIds) is not var (lines, movements))
        {
            return DoesNotAddUp;
        }

        var match = new BankMatch(MatchedBy.Hand, [.. lines.Select(line => line.ToLine())], [.. movements.Select(movement => movement.ToMovement())]);
        await new MatchingWork(check.Unit, check.BusinessDate).SaveAsync([match], check.Request.RequestId);
        return null;
    }

    /// <summary>The lines and movements with these ids, when all of them may be matched and they are one direction and one sum; else null.</summary>
    public static async Task<(IReadOnlyList<StatementLineRow> Lines, IReadOnlyList<BankMovementRow> Movements)?> ToMatchAsync(
        UnitOfWork unit, IReadOnlyList<Guid> lineIds, IReadOnlyList<Guid> entryIds)
    {
        var lines = (await StatementLineStore.ManyAsync(unit, lineIds)).Where(line => line.State is StatementLineRow.Open or StatementLineRow.Sent).ToList();
        var movements = (await BankMovementStore.ManyAsync(unit, entryIds)).Where(movement => movement.MatchId is null && !movement.Excluded).ToList();
        var isWhole = lines.Count > 0 && lines.Count == lineIds.Count && movements.Count > 0 && movements.Count == entryIds.Count;
        var isOneWay = lines.Select(line => line.Credit).Concat(movements.Select(movement => movement.Credit)).Distinct().Count() == 1;
        return isWhole && isOneWay && lines.Select(line => line.Amount).Sum() == movements.Select(movement => movement.Amount).Sum() ? (lines, movements) : null;
    }

    private static async Task<ApiProblem?> ExcludeAsync(CheckContext check, BreakRow open)
    {
        if (open.Side == BreakRow.OfLine)
        {
            await StatementLineStore.MoveAsync(check.Unit, (await StatementLineStore.ManyAsync(check.Unit, [open.BreakId])).Single(), StatementLineRow.Excluded);
        }
        else
        {
            await BankMovementStore.ExcludeAsync(check.Unit, open.BreakId);
        }

        await BreakStore.CloseAsync(check.Unit, [open.BreakId], StatementLineRow.Excluded, check.BusinessDate);
        return null;
    }

    /// <summary>The line is money that nobody has told of: Repayment posts it, or keeps it in suspense.</summary>
    private static async Task<ApiProblem?> SendOnAsync(CheckContext check, BreakRow open)
    {
        var line = (await StatementLineStore.ManyAsync(check.Unit, [open.BreakId])).Single();
        await SentLines.SendConfirmedAsync(new MatchingWork(check.Unit, check.BusinessDate), line);
        await BreakStore.CloseAsync(check.Unit, [open.BreakId], ResolutionRow.Receipt, check.BusinessDate);
        return null;
    }

    private static async Task<ApiProblem?> MergeAsync(CheckContext check, BreakRow open, ResolutionAsked asked)
    {
        if (await Corrections.MergeAsync(check, [open.BreakId, .. asked.BreakIds], asked.EntryIds) is { } problem)
        {
            return problem;
        }

        await BreakStore.NameOtherAsync(check.Unit, asked.BreakIds, open.BreakId);
        foreach (var suspenseId in asked.BreakIds.Prepend(open.BreakId))
        {
            await OutOfSuspenseAsync(check, open with { BreakId = suspenseId }, SuspenseResolved.Same, loanId: null, ResolutionRow.Same);
        }

        return null;
    }

    /// <summary>Tells Repayment, which keeps what is in suspense, what the money is.</summary>
    private static async Task<ApiProblem?> OutOfSuspenseAsync(CheckContext check, BreakRow open, string resolvedAs, Guid? loanId, string closedAs)
    {
        var (unit, suspenseId) = (check.Unit, open.BreakId);
        var sequence = await ResolutionStore.CountOutOfSuspenseAsync(unit, open.BreakId);
        unit.Publish(new SuspenseResolved(unit.Header(Streams.SuspenseResolution, suspenseId, sequence, check.BusinessDate), suspenseId, resolvedAs, loanId));
        await BreakStore.CloseAsync(unit, [open.BreakId], closedAs, check.BusinessDate);
        return null;
    }

    private static async Task<ApiProblem?> ContributeAsync(CheckContext check, BreakRow open, ResolutionAsked asked)
    {
        var came = await BankMovementStore.OfSuspenseAsync(check.Unit, open.BreakId);
        var contribution = new ContributionRow
        {
            ContributionId = Guid.CreateVersion7(),
            Funder = asked.Funder!,
            Amount = came.Amount,
            Channel = Contributions.Channel,
            BankReference = came.Reference!,
            ValueDate = came.ValueDate,
            Status = RecordStatus.Waiting,
            RequestId = check.Request.RequestId,
            Maker = check.Request.Maker,
            AskedAt = check.Unit.Now,
        };
        if (await ContributionStore.FindByReferenceAsync(check.Unit, contribution.Channel, contribution.BankReference) is not null)
        {
            return ApiProblem.Reused("bank-reference.reused", new Bilingual(
                "A deposit with this bank reference is recorded or waits to be checked.", "واریزی با این شمارهٔ پیگیری ثبت شده یا در انتظار تأیید است."));
        }

        await ContributionStore.AddAsync(check.Unit, contribution);
        await Contributions.BookAsync(check, contribution with { Version = 1 }, Postings.ContributionFromSuspense);
        return await OutOfSuspenseAsync(check, open, SuspenseResolved.Contribution, loanId: null, SuspenseResolved.Contribution);
    }
}
