using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>Why a period may be closed.</summary>
public sealed record PeriodCloseRequest(string Reason);

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
internal sealed record PeriodCloseAsked(string Period, LocalDate From, string FromPersian, LocalDate To, string ToPersian);

/// <summary>What was carried out.</summary>
/// <param name="TrialBalanceHash">Of the trial balance as of the last day; <c>GET /funding/trial-balance?asOf=</c> shows the same.</param>
public sealed record PeriodClosed(string Period, Guid RequestId, string Status, string TrialBalanceHash);

/// <summary>
/// Closing a period of the books. The maker's request already sends late items on to the first open day; the checker's approval freezes the figures
/// (docs/adr/0015-period-close.md).
/// </summary>
internal static class PeriodClosing
{
    public const string CheckName = "funding.period-close";

    /// <summary>How the audit trail names the period and its closing.</summary>
    public const string SubjectType = "accounting-period";

    public const string ClosedAction = "period.closed";

    /// <summary>Where units run side by side, one that began before the request may still book in the period; none lives longer than a minute.</summary>
    public static readonly Duration UnitsHaveEnded = Duration.FromMinutes(2);

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], CloseAsync, ReopenAsync);

    public static async Task<Answer> AskAsync(CommandContext command)
    {
        if (!AccountingPeriod.TryParse(command.Route("period"), out var period))
        {
            return PeriodProblems.NoSuchPeriod;
        }

        var reason = command.Body.RequiredText("reason", 500);
        if (command.Body.Problem is { } malformed)
        {
            return malformed;
        }

        var known = await PeriodStore.FindAsync(command.Unit, period.Code) ?? PeriodRow.Of(period);
        if (known.State != PeriodRow.Open)
        {
            return PeriodProblems.NotOpen(known.State);
        }

        var oldest = await PeriodStore.OldestAsync(command.Unit, command.BusinessDate);
        if (period != oldest)
        {
            return PeriodProblems.NotTheOldest(known.State, oldest);
        }

        return period.LastDay < command.BusinessDate
            ? Answer.Accepted(new CheckAsked(await KeepAsync(command, known, reason)))
            : PeriodProblems.NotOver(known.State, period);
    }

    private static async Task<Guid> KeepAsync(CommandContext command, PeriodRow period, string reason)
    {
        var asked = new PeriodCloseAsked(period.Code, period.FirstDay, period.FirstDay.ToPersian(), period.LastDay, period.LastDay.ToPersian());
        var requestId = await CheckRequests.AskAsync(
            command.Unit, CheckName, new CheckSubject(period.Code), asked, reason, command.Caller, command.BusinessDate);
        await PeriodStore.SaveAsync(command.Unit, period with
        {
            State = PeriodRow.Closing,
            RequestId = requestId,
            Reason = reason,
            Maker = command.Caller.Subject,
            AskedAt = command.Unit.Now,
            Checker = null,
        });
        return requestId;
    }

    private static async Task<Answer> CloseAsync(CheckContext check)
    {
        var unit = check.Unit;
        var period = (await PeriodStore.FindAsync(unit, check.Request.SubjectId))!;
        var wait = period.AskedAt + UnitsHaveEnded - unit.Now;
        if (!unit.Connection.IsSqlite() && wait > Duration.Zero)
        {
            return PeriodProblems.UnitsMayRun(period.State, wait);
        }

        var (figures, lastEntry) = await PeriodStore.FreezeAsync(unit, period);
        BooksDoNotCloseException.ThrowIfAny(AccountBalances.Problems(figures));
        var closed = period with
        {
            State = PeriodRow.Closed,
            Checker = check.Checker.Subject,
            ClosedAt = unit.Now,
            LastEntry = lastEntry,
            TrialBalanceHash = AccountBalances.Hash(figures),
        };
        await PeriodStore.SaveAsync(unit, closed);
        unit.Record(new AuditEntry(
            check.Checker.Subject, ClosedAction, SubjectType, period.Code, check.BusinessDate,
            new { period.FirstDay, period.LastDay, period.Maker, period.Reason, lastEntry, closed.TrialBalanceHash }));
        return Answer.Ok(new PeriodClosed(period.Code, check.Request.RequestId, PeriodRow.Closed, closed.TrialBalanceHash));
    }

    private static async Task ReopenAsync(CheckContext check)
    {
        var period = (await PeriodStore.FindAsync(check.Unit, check.Request.SubjectId))!;
        await PeriodStore.SaveAsync(check.Unit, period with { State = PeriodRow.Open, Checker = check.Checker.Subject });
    }
}

/// <summary>Why a period is not closed now.</summary>
internal static class PeriodProblems
{
    public static ApiProblem NoSuchPeriod { get; } = ApiProblem.NotFound("period", "دوره");

    public static ApiProblem NotOpen(string state) => ApiProblem.WrongState("period.not-open", state, new Bilingual(
        "This period is closed, or somebody has asked to close it.", "این دوره بسته شده یا بستن آن درخواست شده است."));

    public static ApiProblem NotTheOldest(string state, AccountingPeriod oldest) => ApiProblem.WrongState("period.not-the-oldest", state, new Bilingual(
        $"Periods are closed in their order; the oldest that is not closed is {oldest}.", $"دوره‌ها به ترتیب بسته می‌شوند؛ قدیمی‌ترین دورهٔ باز {oldest} است."))
        .With("oldest", oldest.Code);

    public static ApiProblem NotOver(string state, AccountingPeriod period) => ApiProblem.WrongState("period.not-over", state, new Bilingual(
        $"The period lasts until {period.LastDay:uuuu-MM-dd}; ask to close it when the business date is later.",
        $"این دوره تا {period.LastDay.ToPersian()} ادامه دارد؛ پس از آن درخواست کنید."));

    public static ApiProblem UnitsMayRun(string state, Duration wait) => ApiProblem.WrongState("period.closing-just-begun", state, new Bilingual(
        "What was being booked when this was asked for may not have ended; approve it a little later.",
        "شاید ثبت آنچه هنگام درخواست در جریان بود پایان نیافته باشد؛ کمی بعد تأیید کنید.")) with
    {
        RetryAfterSeconds = (int)Math.Ceiling(wait.TotalSeconds),
    };
}
