using LoanServicing.Domain;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Endpoints;

/// <summary><c>POST /funding/breaks/{id}/resolution</c>: the maker's half of saying what a break is.</summary>
internal static class ResolutionRequests
{
    private const int MostIds = 100;

    public static async Task<Answer> AskAsync(CommandContext command)
    {
        var (unit, body) = (command.Unit, command.Body);
        var request = Read(body);
        if (body.Problem is { } malformed)
        {
            return malformed;
        }

        if (command.RouteId("id") is not { } id || await BreakStore.FindAsync(unit, id) is not { } found)
        {
            return ApiProblem.NotFound("break", "مغایرت");
        }

        if (found.ClosedAs is { } closedAs)
        {
            return BreakResolutions.NotOpen(closedAs);
        }

        if (await ResolutionStore.WaitingAsync(unit, id) is not null)
        {
            return ApiProblem.WrongState("break.asked", "waiting", new Bilingual(
                "What this break is has been asked already and waits for a second person.", "رفع این مغایرت پیش‌تر درخواست شده و منتظر نفر دوم است."));
        }

        if (!await FitsAsync(unit, found, request.Action))
        {
            return ApiProblem.WrongState("break.other-action", found.Kind, new Bilingual(
                "Money in suspense is assigned to a loan, recorded as a contribution, the same as another entry, or returned; a credit of the statement may be a receipt, a deposit or withdrawal of the books may be reversed; lines and movements are matched or excluded.",
                "وجه حساب معلق به تسهیلات یا تأمین‌کننده داده می‌شود یا همان سند دیگر است یا برگشته است؛ واریز صورتحساب می‌تواند دریافت باشد و واریز یا برداشت ثبت‌شده برگشت داده شود؛ سطرها و گردش‌ها تطبیق یا کنار گذاشته می‌شوند."));
        }

        return await AskAsync(command, found, request);
    }

    private static async Task<bool> FitsAsync(UnitOfWork unit, BreakRow found, string action) => action switch
    {
        ResolutionRow.Assign or ResolutionRow.Contribution or ResolutionRow.Same or ResolutionRow.Returned => found.Side == BreakRow.OfSuspense,
        ResolutionRow.Receipt => found.Side == BreakRow.OfLine && found.Credit,
        ResolutionRow.Reverse => found.Side == BreakRow.OfMovement && Corrections.CanBeReversed((await BankMovementStore.ManyAsync(unit, [found.BreakId])).Single().Kind),
        _ => found.Side != BreakRow.OfSuspense,
    };

    private static async Task<Answer> AskAsync(CommandContext command, BreakRow found, BreakResolutionRequest request)
    {
        var unit = command.Unit;
        var loanId = request.LoanId;
        if (request.Action == ResolutionRow.Assign)
        {
            if (await NamedLoan.FindAsync(unit, loanId, request.DepositId) is not { } loan)
            {
                return NamedLoan.Unknown;
            }

            loanId = loan.LoanId;
        }

        List<Guid> lines = [.. request.LineIds ?? [], .. found.Side == BreakRow.OfLine ? [found.BreakId] : Array.Empty<Guid>()];
        List<Guid> entries = [.. request.EntryIds ?? [], .. found.Side == BreakRow.OfMovement ? [found.BreakId] : Array.Empty<Guid>()];
        if (request.Action == ResolutionRow.Match && await BreakResolutions.ToMatchAsync(unit, lines, entries) is null)
        {
            return BreakResolutions.DoesNotAddUp;
        }

        IReadOnlyList<Guid> breaks = request.BreakIds ?? [];
        if ((request.Action == ResolutionRow.Same && await Corrections.ToBeTheSameAsync(unit, [found.BreakId, .. breaks], entries) is null)
            || (request.Action == ResolutionRow.Returned && await Corrections.ToHaveGoneBackAsync(unit, found.BreakId, lines) is null))
        {
            return BreakResolutions.DoesNotAddUp;
        }

        var asked = new ResolutionAsked(
            found.BreakId, found.Kind, request.Action, found.Amount, request.Reason, loanId, request.Funder,
            request.Action is ResolutionRow.Match or ResolutionRow.Returned ? lines : [], request.Action is ResolutionRow.Match or ResolutionRow.Same ? entries : [], breaks);
        var requestId = await CheckRequests.AskAsync(
            unit, BreakResolutions.CheckName, new CheckSubject(found.BreakId.ToString("D")), asked, request.Reason, command.Caller, command.BusinessDate);
        await ResolutionStore.AddAsync(unit, new ResolutionRow
        {
            RequestId = requestId,
            BreakId = found.BreakId,
            Action = request.Action,
            Reason = request.Reason,
            Details = FactJson.Write(asked),
            Status = RecordStatus.Waiting,
            Maker = command.Caller.Subject,
            AskedAt = unit.Now,
        });
        return Answer.Accepted(new CheckAsked(requestId));
    }

    private static BreakResolutionRequest Read(RequestBody body)
    {
        var action = body.RequiredText("action");
        string[]? fields = action switch
        {
            ResolutionRow.Match => ["action", "reason", "lineIds", "entryIds"],
            ResolutionRow.Exclude or ResolutionRow.Receipt or ResolutionRow.Reverse => ["action", "reason"],
            ResolutionRow.Same => ["action", "reason", "entryIds", "breakIds"],
            ResolutionRow.Returned => ["action", "reason", "lineIds"],
            ResolutionRow.Assign => ["action", "reason", "loanId", "depositId"],
            ResolutionRow.Contribution => ["action", "reason", "funder"],
            _ => null,
        };
        if (fields is not null)
        {
            body.AllowOnly(fields);
        }
        else if (action.Length > 0)
        {
            body.AddError("action", "action.unknown", "An action is match, exclude, assign, contribution, same, returned, receipt or reverse.", "اقدام باید match، exclude، assign، contribution، same، returned، receipt یا reverse باشد.");
        }

        var request = new BreakResolutionRequest(action, body.RequiredText("reason"), ReadIds(body, "lineIds"), ReadIds(body, "entryIds"), NamedLoan.ReadId(body), NamedLoan.ReadDepositId(body), BreakIds: ReadIds(body, "breakIds"));
        if (action == ResolutionRow.Assign)
        {
            NamedLoan.ExpectOne(body, request.LoanId, request.DepositId);
        }

        return action == ResolutionRow.Contribution ? request with { Funder = ContributionEndpoint.ReadFunder(body) } : request;
    }

    private static IReadOnlyList<Guid> ReadIds(RequestBody body, string field) =>
        [.. body.OptionalTexts(field, MostIds).Select(text => NamedLoan.ReadId(body, field, text)).OfType<Guid>()];
}
