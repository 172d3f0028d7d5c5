using NodaTime;

namespace LoanServicing.Intake.Notifications;

internal enum GatewayOutcome
{
    /// <summary>It has the text.</summary>
    Sent,

    /// <summary>It does not take this text, now or later.</summary>
    Refused,

    /// <summary>It answered with an error; it may take the text another time.</summary>
    Failed,

    /// <summary>No answer came: it may have the text or not.</summary>
    Unknown,

    /// <summary>It was not reached, or takes nothing now. This is about the gateway, and no attempt of the text.</summary>
    Away,
}

/// <summary>What became of one text at the gateway.</summary>
/// <param name="Reason">A code; null when it was sent.</param>
/// <param name="Rest">How long the gateway is to be left alone; only of <see cref="GatewayOutcome.Away"/>.</param>
internal sealed record GatewayAnswer(GatewayOutcome Outcome, string? Reason = null, Duration? Rest = null);
