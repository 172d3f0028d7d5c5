using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>
/// One change of one application within a unit of work: the row, its steps with an audit entry each, and the facts it publishes, numbered.
/// Nothing is written before <see cref="SaveAsync"/>.
/// </summary>
/// <param name="actor">Who decided: a token's subject, the service that told a fact, or this service.</param>
/// <param name="businessDate">Of the command or of the fact.</param>
internal sealed class ApplicationChange(UnitOfWork unit, ApplicationRow row, string actor, LocalDate businessDate)
{
    public const string SubjectType = "application";

    private readonly List<TransitionRow> _steps = [];
    private bool? _closes;

    public UnitOfWork Unit { get; } = unit;

    public ApplicationRow Row { get; private set; } = row;

    public LocalDate BusinessDate { get; } = businessDate;

    /// <exception cref="FactRefusedException">There is no such application: the message is parked.</exception>
    public static async Task<ApplicationChange> OfFactAsync(UnitOfWork unit, IFact fact, Guid applicationId, string publisher)
    {
        var row = await ApplicationStore.FindAsync(unit, applicationId)
            ?? throw new FactRefusedException($"Application {applicationId}", "unknown", fact.GetType().Name);
        return new ApplicationChange(unit, row, publisher, fact.Header.BusinessDate);
    }

    /// <summary>What the table decides on.</summary>
    public async Task<LoanApplication> ApplicationAsync() => new(
        Row.Status, Row.Revision, Row.ReservationRound, Row.PaymentAttempt, Row.LoanId, await ReturnedLoans.OfAsync(Unit, Row.ApplicationId), Row.LoanSequence ?? 0);

    public void Set(Func<ApplicationRow, ApplicationRow> change) => Row = change(Row);

    public void Publish(Func<FactHeader, IFact> make)
    {
        Row = Row with { FactSequence = Row.FactSequence + 1 };
        Unit.Publish(make(Unit.Header(Streams.Application, Row.ApplicationId, Row.FactSequence, BusinessDate)));
    }

    /// <summary>Records a step. A step into a closed state is told to all, again if it was told before.</summary>
    /// <param name="note">A person's reason or questions, the bank's code, or the last day of a reservation that expired.</param>
    /// <param name="details">The inputs of the decision, for the audit trail.</param>
    public void Step(string cause, ApplicationState to, string? note, object details)
    {
        _steps.Add(new TransitionRow
        {
            ApplicationId = Row.ApplicationId,
            FromState = Row.State,
            ToState = to.ToString(),
            Cause = cause,
            Actor = actor,
            At = Unit.Now,
            BusinessDate = BusinessDate,
            Note = note,
        });
        Unit.Record(new AuditEntry(
            actor, ActionOf(cause), SubjectType, Row.ApplicationId.ToString("D"), BusinessDate,
            new { from = Row.State, to = to.ToString(), note, Row.Revision, inputs = details }));
        _closes = Row.Status.IsClosed() == to.IsClosed() ? _closes : to.IsClosed();
        Row = Row with { State = to.ToString() };
        if (to.IsClosed())
        {
            Publish(header => new ApplicationClosed(header, Row.ApplicationId, Row.Tranche, to.ToString()));
        }
    }

    public async Task SaveAsync()
    {
        await EndPendingCheckAsync();
        await ApplicationStore.UpdateAsync(Unit, Row);
        var number = await TransitionStore.LastNumberAsync(Unit, Row.ApplicationId);
        foreach (var step in _steps)
        {
            await TransitionStore.AddAsync(Unit, step with { Number = ++number });
        }

        _steps.Clear();
        await FollowWithCollateralAsync();
    }

    /// <summary>The audit trail's name of a step, for instance <c>application.request-second-approval</c>.</summary>
    public static string ActionOf(string cause) =>
        SubjectType + "." + string.Concat(cause.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    // What is pledged may be handed back once the application is closed, and stands for the loan again if that is ever undone.
    private async Task FollowWithCollateralAsync()
    {
        if (_closes is { } closes && Row.PaymentAttempt > 0)
        {
            await (closes ? CollateralStore.LetGoAsync(Unit, Row.ApplicationId, BusinessDate) : CollateralStore.PledgeAgainAsync(Unit, Row.ApplicationId));
        }

        _closes = null;
    }

    // A request for a second person is about an application that awaits approval; with that over, nobody should find it in the list.
    private async Task EndPendingCheckAsync()
    {
        if (Row is { PendingCheck: { } requestId, Status: not ApplicationState.AwaitingApproval })
        {
            await CheckRequests.WithdrawAsync(Unit, requestId, actor, $"The application is {Row.State}.");
            Row = Row with { PendingCheck = null };
        }
    }
}
