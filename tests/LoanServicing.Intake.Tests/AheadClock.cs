using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>The system's clock, and ahead of it by what a test lets pass.</summary>
internal sealed class AheadClock : IClock
{
    private readonly Lock _gate = new();
    private Duration _ahead = Duration.Zero;

    public Instant GetCurrentInstant()
    {
        lock (_gate)
        {
            return SystemClock.Instance.GetCurrentInstant() + _ahead;
        }
    }

    public void Advance(Duration by)
    {
        lock (_gate)
        {
            _ahead += by;
        }
    }
}
