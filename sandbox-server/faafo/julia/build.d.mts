export declare const wasmPath: string;
export declare function buildJulia(): Promise<void>;
