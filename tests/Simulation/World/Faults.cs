namespace LoanServicing.Simulation.World;

/// <summary>How often what goes wrong, in times of a thousand. Drawn from the seed, so that some runs are calm and some are not.</summary>
internal sealed record Faults
{
    public static Faults None { get; } = new();

    /// <summary>A process dies in the middle of a unit of work, or at the start of a step.</summary>
    public int CrashBeforeCommit { get; init; }

    /// <summary>A process dies after a commit: before the answer, the acknowledgement, the publishing or the file that follows.</summary>
    public int CrashAfterCommit { get; init; }

    /// <summary>A dispatcher's process dies before or after a message is given away, the delivery row still there.</summary>
    public int CrashAtPublish { get; init; }

    /// <summary>A unit's transaction is lost and the unit runs again, as it may on either engine.</summary>
    public int RunAgain { get; init; }

    /// <summary>The transaction is durable and its caller is told that it is not.</summary>
    public int CommitInDoubt { get; init; }

    /// <summary>A database cannot be reached for some steps.</summary>
    public int DatabaseAway { get; init; }

    /// <summary>The network does not take a message.</summary>
    public int Drop { get; init; }

    /// <summary>The network takes a message and does not say so.</summary>
    public int ConfirmLost { get; init; }

    /// <summary>The network has a message twice.</summary>
    public int Duplicate { get; init; }

    /// <summary>A message takes minutes or days.</summary>
    public int Delay { get; init; }

    /// <summary>An acknowledgement does not reach the network, or its process dies before it: the message comes again.</summary>
    public int AcknowledgementLost { get; init; }

    /// <summary>Somebody's answer is lost on its way back.</summary>
    public int AnswerLost { get; init; }

    /// <summary>The clock goes back, up to some hours.</summary>
    public int ClockBack { get; init; }

    public static Faults Draw(Chance chance) => chance.Weighted<Func<Faults>>(
    [
        (1, () => None),
        (3, () => Scaled(chance, 1)),
        (4, () => Scaled(chance, 3)),
    ])();

    private static Faults Scaled(Chance chance, int scale) => new()
    {
        CrashBeforeCommit = scale * chance.Below(8),
        CrashAfterCommit = scale * chance.Below(8),
        CrashAtPublish = scale * chance.Below(8),
        RunAgain = scale * chance.Below(20),
        CommitInDoubt = scale * chance.Below(8),
        DatabaseAway = scale * chance.Below(4),
        Drop = scale * chance.Below(40),
        ConfirmLost = scale * chance.Below(30),
        Duplicate = scale * chance.Below(40),
        Delay = scale * chance.Below(60),
        AcknowledgementLost = scale * chance.Below(30),
        AnswerLost = scale * chance.Below(20),
        ClockBack = scale * chance.Below(3),
    };
}
