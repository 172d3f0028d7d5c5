using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>One step of an application, also one that kept its state.</summary>
internal sealed record TransitionRow
{
    /// <summary>The cause of the first step, which is neither a command of the table nor a fact.</summary>
    public const string Submit = "Submit";

    public Guid ApplicationId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public int Number { get; init; }

    /// <summary>Null on the first step.</summary>
    public string? FromState { get; init; }

    public string ToState { get; init; } = "";

    /// <summary><see cref="Submit"/>, an <see cref="ApplicationCommand"/> or an <see cref="ApplicationFact"/>.</summary>
    public string Cause { get; init; } = "";

    public string Actor { get; init; } = "";

    public Instant At { get; init; }

    public LocalDate BusinessDate { get; init; }

    /// <summary>A person's reason or questions, the bank's code, or the last day of a reservation that expired.</summary>
    public string? Note { get; init; }
}

internal static class TransitionStore
{
    public const string Columns = "application_id, number, from_state, to_state, cause, actor, at, business_date, note";

    public const string SelectOfApplication =
        $"select {Columns} from application_transition where application_id = @applicationId order by number";

    private const string Insert =
        """
        insert into application_transition (application_id, number, from_state, to_state, cause, actor, at, business_date, note)
        values (@ApplicationId, @Number, @FromState, @ToState, @Cause, @Actor, @At, @BusinessDate, @Note)
        """;

    private const string SelectLastNumber =
        "select coalesce(max(number), 0) from application_transition where application_id = @applicationId";

    public static Task<int> LastNumberAsync(UnitOfWork unit, Guid applicationId) =>
        unit.QuerySingleAsync<int>(SelectLastNumber, new { applicationId });

    public static Task AddAsync(UnitOfWork unit, TransitionRow row) => unit.ExecuteAsync(Insert, row);
}
