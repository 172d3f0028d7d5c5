using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Handlers;

/// <summary>
/// What one unit of work does to the pool: it reads the limits once, decides any number of steps on them and writes them back once.
/// Nothing of it is written before <see cref="SaveAsync"/>, except the reservations and movements themselves.
/// </summary>
internal sealed class PoolUnit
{
    private const string Actor = "funding";

    private readonly UnitOfWork _unit;
    private readonly LocalDate _businessDate;
    private readonly PoolBooks _before;
    private PoolBooks _books;

    private PoolUnit(UnitOfWork unit, LocalDate businessDate, PoolBooks books)
    {
        (_unit, _businessDate, _before, _books) = (unit, businessDate, books, books);
    }

    public FundingLimits Limits => _books.Limits;

    /// <summary>Tranches in which somebody waits.</summary>
    public IEnumerable<string> TranchesWithQueue => _books.TranchesWithQueue;

    public static async Task<PoolUnit> OpenAsync(UnitOfWork unit, LocalDate businessDate) =>
        new(unit, businessDate, await PoolStore.LoadAsync(unit));

    public bool HasQueue(string tranche) => _books.Waiting[tranche] > 0;

    /// <summary>Reserves what is asked for unless something is short; says what.</summary>
    /// <param name="approval">The message id of the approval; null for what the waiting list has come to.</param>
    public async Task<Shortage> TryReserveAsync(ReservationRow asked, Guid? approval)
    {
        var outcome = Limits.Reserve(asked.Tranche, asked.Amount);
        if (outcome.Movement is not { } movement)
        {
            return outcome.Shortage;
        }

        var reserved = asked with { Status = ReservationState.Reserved, Shares = movement.Shares, BusinessDate = _businessDate };
        await ReservationStore.MoveAsync(_unit, asked, reserved, approval is null ? ReservationFact.Served : ReservationFact.Approved, approval);
        var (round, tranche, amount, shares) = (asked.Round, asked.Tranche, asked.Amount, movement.Shares);
        Record("reservation.made", reserved, new { round, tranche, amount, shares, limits = Seen(tranche) });
        await MoveAsync(MovementStore.Allocate, reserved, movement);
        _books = (asked.Status == ReservationState.Queued ? _books.AddWaiting(asked.Tranche, -1) : _books) with { Limits = outcome.After };
        var header = await ApplicationStore.NextHeaderAsync(_unit, asked.ApplicationId, _businessDate);
        _unit.Publish(new FundsReserved(header, asked.ApplicationId, round, tranche, amount, shares));
        return Shortage.None;
    }

    /// <summary>Puts what is asked for at the end of its tranche's waiting list.</summary>
    public async Task QueueAsync(ReservationRow asked, Shortage shortage, Guid approval)
    {
        var number = _books.LastQueueNumber + 1;
        var code = shortage == Shortage.Tranche ? "tranche" : "cash";
        var queued = asked with { Status = ReservationState.Queued, Shortage = code, QueueNumber = number, BusinessDate = _businessDate };
        await ReservationStore.MoveAsync(_unit, asked, queued, ReservationFact.Approved, approval);
        _books = _books.AddWaiting(asked.Tranche, 1) with { LastQueueNumber = number };
        var position = _books.Waiting[asked.Tranche];
        var (round, tranche, amount) = (asked.Round, asked.Tranche, asked.Amount);
        Record("reservation.queued", asked, new { round, tranche, amount, shortage = code, position, limits = Seen(tranche) });
        var header = await ApplicationStore.NextHeaderAsync(_unit, asked.ApplicationId, _businessDate);
        _unit.Publish(new FundsUnavailable(header, asked.ApplicationId, round, tranche, amount, code, position));
    }

    /// <summary>Ends a reservation that was not paid out, or a place in the waiting list.</summary>
    /// <param name="closing">The message id.</param>
    public async Task ReleaseAsync(ReservationRow reservation, string reason, Guid closing)
    {
        var released = reservation with { Status = ReservationState.Released, BusinessDate = _businessDate };
        await ReservationStore.MoveAsync(_unit, reservation, released, ReservationFact.Closed, closing);
        Record("reservation.released", released, new { released.Round, released.Tranche, released.Amount, released.Shares, reason });
        if (reservation.Status == ReservationState.Queued)
        {
            _books = _books.AddWaiting(reservation.Tranche, -1);
            return;
        }

        var (movement, after) = Limits.Release(reservation.Tranche, reservation.Shares);
        await MoveAsync(MovementStore.Release, released, movement);
        _books = _books with { Limits = after };
    }

    /// <summary>Takes back what had been paid out and came back whole.</summary>
    /// <param name="messageId">Of the fact that told it.</param>
    public async Task ReturnAsync(ReservationRow reservation, Guid messageId)
    {
        var returned = reservation with { Status = ReservationState.Returned, BusinessDate = _businessDate };
        await ReservationStore.MoveAsync(_unit, reservation, returned, ReservationFact.Returned, messageId);
        var (movement, after) = Limits.Return(reservation.Tranche, reservation.Shares);
        await MoveAsync(MovementStore.Return, returned, movement);
        _books = _books with { Limits = after };
    }

    public void Deposit(string funder, Rials amount) => _books = _books with { Limits = Limits.Deposit(funder, amount) };

    /// <returns>False, and nothing changed, when what the deposit brought is promised or lent.</returns>
    public bool TryTakeBackDeposit(string funder, Rials amount) => TryTake(Limits.TakeBackDeposit(funder, amount));

    public void TakeBackRemittance(string funder, Rials amount) => _books = _books with { Limits = Limits.TakeBackRemittance(funder, amount) };

    /// <returns>False, and nothing changed, when less was collected for the funder.</returns>
    public bool TryRemit(string funder, Rials amount) => TryTake(Limits.Remit(funder, amount));

    /// <returns>False, and nothing changed, when the first tranche has less available.</returns>
    public bool TryReallocate(string from, string to, Rials amount) => TryTake(Limits.Reallocate(from, to, amount));

    public Task SaveAsync() => _books == _before ? Task.CompletedTask : PoolStore.SaveAsync(_unit, _before, _books);

    private bool TryTake(FundingLimits? limits)
    {
        _books = limits is null ? _books : _books with { Limits = limits };
        return limits is not null;
    }

    private async Task MoveAsync(string kind, ReservationRow reservation, PoolMovement movement)
    {
        _books = _books with { Movements = _books.Movements + 1 };
        await MovementStore.AddAsync(_unit, _books.Movements, kind, reservation, movement, _businessDate);
    }

    /// <summary>The inputs of a decision, as they were when it was taken.</summary>
    private object Seen(string tranche) =>
        new { Limits.Tranches[tranche].Available, LendableAlavi = Limits.Alavi.Lendable, LendableSina = Limits.Sina.Lendable };

    private void Record(string action, ReservationRow reservation, object details) => _unit.Record(
        new AuditEntry(Actor, action, "application", reservation.ApplicationId.ToString("D"), _businessDate, details));
}
