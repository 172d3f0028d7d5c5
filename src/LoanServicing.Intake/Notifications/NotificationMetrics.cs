using System.Diagnostics.Metrics;

namespace LoanServicing.Intake.Notifications;

/// <summary>The counter <c>loanservicing.notifications</c>: texts given to the gateway, by <c>outcome</c>.</summary>
internal static class NotificationMetrics
{
    public const string MeterName = "LoanServicing.Intake";

    public const string CounterName = "loanservicing.notifications";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Texts = Meter.CreateCounter<long>(CounterName, "{text}", "Texts given to the gateway of notifications");

    public static void Count(GatewayOutcome outcome, int texts) =>
        Texts.Add(texts, new KeyValuePair<string, object?>("outcome", outcome switch
        {
            GatewayOutcome.Sent => "sent",
            GatewayOutcome.Refused => "refused",
            GatewayOutcome.Unknown => "unknown",
            _ => "failed",
        }));
}
