using LoanServicing.Domain.Journal;
using NodaTime;

namespace LoanServicing.Domain.Tests.Journal;

internal static class Origins
{
    public static EntryOrigin At(LocalDate bookingDate) => new(
        Guid.CreateVersion7(), bookingDate, Instant.FromUtc(2026, 11, 22, 10, 30), Guid.CreateVersion7(), Guid.CreateVersion7());
}
