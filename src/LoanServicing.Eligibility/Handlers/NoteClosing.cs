using LoanServicing.Contracts;
using LoanServicing.Eligibility.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Eligibility.Handlers;

/// <summary>
/// Keeps when an application was closed. It decides nothing: a submission names the predecessors that were open when it was made, so that
/// a closing that arrives late or early changes no assessment.
/// </summary>
internal static class NoteClosing
{
    public static Task HandleAsync(ApplicationClosed fact, UnitOfWork unit) => ApplicationStore.RecordClosingAsync(unit, fact);
}
