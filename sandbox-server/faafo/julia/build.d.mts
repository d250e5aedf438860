export declare const wasmPath: string;
export declare function isStale(): Promise<boolean>;
export declare function buildJulia(): Promise<void>;
