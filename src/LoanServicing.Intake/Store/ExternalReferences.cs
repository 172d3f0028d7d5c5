using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Store;

/// <summary>What a sender's reference was first used for, and the answer it got. Kept for ever (rule R8).</summary>
internal sealed record ExternalReferenceRow
{
    public string ExternalRef { get; init; } = "";

    /// <summary>SHA-256 of the validated content, so that spacing, order of fields and Persian digits do not make another body.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The first answer's body, as JSON.</summary>
    public string Answer { get; init; } = "";
}

internal static class ExternalReferences
{
    private const string Select =
        "select external_ref, content_hash, answer from external_reference where external_ref = @externalRef";

    private const string Insert =
        "insert into external_reference (external_ref, content_hash, answer) values (@ExternalRef, @ContentHash, @Answer)";

    public static Task<ExternalReferenceRow?> FindAsync(UnitOfWork unit, string externalRef) =>
        unit.QuerySingleOrDefaultAsync<ExternalReferenceRow>(Select, new { externalRef });

    public static Task AddAsync(UnitOfWork unit, ExternalReferenceRow row) => unit.ExecuteAsync(Insert, row);
}
