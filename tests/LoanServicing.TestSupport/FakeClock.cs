using NodaTime;

namespace LoanServicing.TestSupport;

/// <summary>A clock that stands until a test moves it.</summary>
public sealed class FakeClock(Instant start) : IClock
{
    private readonly Lock _gate = new();
    private Instant _now = start;

    public Instant GetCurrentInstant()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public void Advance(Duration by)
    {
        lock (_gate)
        {
            _now += by;
        }
    }

    public void Set(Instant now)
    {
        lock (_gate)
        {
            _now = now;
        }
    }
}
